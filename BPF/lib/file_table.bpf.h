/*
 * What each followed process does with each file, counted here: a program that opens one file a
 * million times costs one record and a counter.
 *
 * The entries of a process form a list through the map, from the latest to the first, so that they
 * can be found again when it ends. A process that uses very many files has its list sent and
 * begun anew from time to time, so that it cannot fill the map alone.
 */
#ifndef SONDE_FILE_TABLE_BPF_H
#define SONDE_FILE_TABLE_BPF_H

#define FILES_PER_PROCESS 4096

/* A walk may come before the record that brings the path has been read, and then be told in vain: so
 * what has changed since is told once more at the end. */
enum {
  CHANGED_SINCE_WALK = 1 << 0,
  CHANGED_SINCE_BEGIN = 1 << 1,
  CHANGED = CHANGED_SINCE_WALK | CHANGED_SINCE_BEGIN,
};

struct file_key {
  uint64_t process;
  uint64_t file; /* 0 ends a list */
};

struct file_use {
  uint64_t next;
  /* Whose it is, for those who come upon it without its process. */
  uint64_t start;
  uint64_t root_start;
  uint32_t pid;
  uint32_t root_pid;
  uint64_t opens;
  uint64_t failed;
  uint64_t bytes_read;
  uint64_t bytes_written;
  uint64_t last_time;
  uint32_t access;
  int32_t error;
  uint32_t changed;
  uint32_t is_known; /* its path has been sent */
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 65536);
  __type(key, struct file_key);
  __type(value, struct file_use);
} file_uses SEC(".maps");

static __always_inline uint64_t owner_key(const struct process *process)
{
  return process->start ^ ((uint64_t)process->pid << 40);
}

static __always_inline void fill_totals(struct sonde_file *record, const struct file_use *use,
                                        uint64_t file, uint32_t process_access)
{
  record->file = file;
  record->opens = use->opens;
  record->failed = use->failed;
  record->bytes_read = use->bytes_read;
  record->bytes_written = use->bytes_written;
  record->last_time = use->last_time;
  record->access = use->access | process_access;
  record->error = use->error;
}

static __always_inline void fill_owner(struct sonde_header *header, const struct file_use *use)
{
  header->size = sizeof(struct sonde_file);
  header->kind = SONDE_KIND_FILE;
  header->time = bpf_ktime_get_boot_ns();
  header->start = use->start;
  header->pid = use->pid;
  header->root_start = use->root_start;
  header->root_pid = use->root_pid;
}

struct table_walk {
  struct file_key key;
  uint32_t is_last; /* the process goes on: user space must forget these totals */
  uint32_t access;
};

static long forget_step(uint32_t index, void *context)
{
  struct table_walk *walk = context;
  struct file_use *use;
  struct sonde_file *record;
  uint64_t next;

  if (walk->key.file == 0)
    return 1;
  use = bpf_map_lookup_elem(&file_uses, &walk->key);
  if (!use)
    return 1;
  next = use->next;
  if (use->is_known && (use->changed || walk->is_last || walk->access)) {
    record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);
    if (record) {
      __builtin_memset(record, 0, sizeof(*record));
      fill_owner(&record->header, use);
      fill_totals(record, use, walk->key.file, walk->access);
      record->header.flags = walk->is_last ? SONDE_FILE_LAST : 0;
      bpf_ringbuf_submit(record, wakeup_flags());
    }
    count_record(use->root_start, SONDE_KIND_FILE, record != NULL);
  }
  bpf_map_delete_elem(&file_uses, &walk->key);
  walk->key.file = next;
  return 0;
}

/* Sends and forgets all that a process has used. */
static __noinline int forget_files(struct process *process, bool is_last)
{
  struct table_walk walk = {};

  if (!process)
    return 0;
  walk.key.process = owner_key(process);
  /* In one step: what another thread adds now begins a list of its own. */
  walk.key.file = __sync_lock_test_and_set(&process->first_file, 0);
  walk.is_last = is_last;
  walk.access = process->file_access;
  process->files = 0;
  if (is_last)
    __sync_fetch_and_or(&process->flags, FILES_FORGOTTEN);
  /* Threads that add at the same time may exceed the limit a little. */
  bpf_loop(2 * FILES_PER_PROCESS, forget_step, &walk, 0);
  return 0;
}

/* Puts a new entry at the head of its process's list. */
static __always_inline void link_use(struct process *process, struct file_use *use, uint64_t file)
{
  for (int attempt = 0; attempt < 16; attempt++) {
    uint64_t head = process->first_file;

    use->next = head;
    if (__sync_val_compare_and_swap(&process->first_file, head, file) == head)
      break;
  }
  __sync_fetch_and_add(&process->files, 1);
}

/* The entry of a file that this process has not used before. NULL when there is no room. */
static __noinline struct file_use *add_use(struct process *process, uint64_t file)
{
  struct file_key key = {.file = file};
  struct file_use fresh = {};
  struct file_use *use;
  long error;

  if (!process)
    return NULL;
  if (process->files >= FILES_PER_PROCESS)
    forget_files(process, true);
  key.process = owner_key(process);
  fresh.start = process->start;
  fresh.root_start = process->root_start;
  fresh.pid = process->pid;
  fresh.root_pid = process->root_pid;
  error = bpf_map_update_elem(&file_uses, &key, &fresh, BPF_NOEXIST);
  if (error && error != -EEXIST) {
    /* From here on its totals may be short: all that is told of them says so. */
    __sync_fetch_and_or(&process->file_access, SONDE_FILE_UNCOUNTED);
    forget_files(process, true);
    error = bpf_map_update_elem(&file_uses, &key, &fresh, BPF_NOEXIST);
  }
  use = bpf_map_lookup_elem(&file_uses, &key);
  if (use && !error)
    link_use(process, use, file);
  return use;
}

static __always_inline struct file_use *find_use(struct process *process, uint64_t file)
{
  struct file_key key = {.process = owner_key(process), .file = file};

  return bpf_map_lookup_elem(&file_uses, &key);
}

#endif
