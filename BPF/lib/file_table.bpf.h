/*
 * What each followed process does with each file, counted here: a program that opens one file a
 * million times costs one record and a counter.
 *
 * The entries of a process form a list through the map, from the latest to the first, so that they
 * can be found again when it ends. A process that uses very many files has its list sent and
 * begun anew from time to time, so that it cannot fill the map alone.
 *
 * Threads use the entries of their process at the same time, and an entry that is deleted is at once
 * another file's: so a list may be sent and deleted only when no thread holds an entry of it. The
 * lists of a process are counted, each is a life. A thread that is about to use entries becomes a
 * visitor of the current life, and is one until it is done. When the list is long enough, a leaving
 * visitor begins the next life; from then on nobody comes to the old one, and its last visitor, as it
 * leaves, has the list for itself. The number of the life is part of what a file is called, so that
 * the same file in two lives is two entries, to user space too, whatever overtakes what. There are
 * two lists, for the old life and the new: a third waits until the first is gone.
 *
 * A thread that is the only one of its process need not be counted.
 */
#ifndef SONDE_FILE_TABLE_BPF_H
#define SONDE_FILE_TABLE_BPF_H

#define FILES_PER_PROCESS 4096
/* Of a process's `file_lives`: the visitors of even lives, those of odd lives, and above the life.
 * More threads than this holds no kernel has. */
#define VISITORS_BITS 22
#define ONE_LIFE (1ULL << (2 * VISITORS_BITS))
#define LIFE_MASK ((1ULL << (64 - 2 * VISITORS_BITS)) - 1)

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

/* One thread's stay at the files of its process. */
struct visit {
  uint64_t life;
  uint64_t is_counted;
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
  if (!is_silent(SONDE_HOOK_FILE_TOTALS) && use->is_known &&
      (use->changed || walk->is_last || walk->access)) {
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

/* Sends and forgets what a process has used, from here on in a list that nobody else is at. */
static __noinline int forget_files(struct process *process, uint64_t first, bool is_last)
{
  struct table_walk walk = {};

  if (!process)
    return 0;
  walk.key.process = owner_key(process);
  walk.key.file = first;
  walk.is_last = is_last;
  walk.access = process->file_access;
  /* The end of the list is the end: this is what the helper takes at most. */
  bpf_loop(1 << 23, forget_step, &walk, 0);
  return 0;
}

static __always_inline uint64_t take_list(struct process *process, uint64_t life)
{
  return __sync_lock_test_and_set(&process->first_file[life & 1], 0);
}

static __always_inline uint64_t lives_of(const struct process *process)
{
  return *(volatile const uint64_t *)&process->file_lives;
}

static __always_inline uint64_t life_of(uint64_t lives)
{
  return lives >> (2 * VISITORS_BITS);
}

static __always_inline uint64_t one_visitor(uint64_t life)
{
  return life & 1 ? 1ULL << VISITORS_BITS : 1;
}

static __always_inline bool has_visitors(uint64_t lives, uint64_t life)
{
  return lives & (one_visitor(life) * ((1ULL << VISITORS_BITS) - 1));
}

/* Begins the next life, unless the list of the last one has not been taken yet. */
static __noinline bool begin_life(struct process *process, uint64_t life)
{
  uint64_t lives;

  if (!process)
    return false;
  lives = lives_of(process);
  if (life_of(lives) != life || process->file_lives_taken != 2 * life)
    return false;
  if (__sync_val_compare_and_swap(&process->file_lives, lives, lives + ONE_LIFE) != lives)
    return false;
  process->files = 0;
  __sync_fetch_and_or(&process->flags, FILES_FORGOTTEN);
  return true;
}

/* Sends and forgets the files of a life that is over and has no visitors. Several threads may see
 * that, one who had come too late among them: the number becomes odd for the one that takes the list,
 * and even once it has it and the room may be used again. */
static __noinline int end_life(struct process *process, uint64_t life)
{
  uint64_t first;

  if (!process ||
      __sync_val_compare_and_swap(&process->file_lives_taken, 2 * life, 2 * life + 1) != 2 * life)
    return 0;
  first = take_list(process, life);
  __sync_lock_test_and_set(&process->file_lives_taken, 2 * ((life + 1) & LIFE_MASK));
  return forget_files(process, first, true);
}

static __noinline int end_visit(struct process *process, uint64_t life)
{
  uint64_t lives;

  if (!process)
    return 0;
  lives = __sync_fetch_and_sub(&process->file_lives, one_visitor(life)) - one_visitor(life);
  /* The other list is that of the life before the current one. */
  if ((life_of(lives) ^ life) & 1 && !has_visitors(lives, life))
    end_life(process, (life_of(lives) - 1) & LIFE_MASK);
  return 0;
}

/* Counts a visit. Between a look at the life and the count it may have ended: nothing is used then,
 * and the next one is joined. */
static __noinline bool begin_visit(struct process *process, struct visit *visit)
{
  if (!process || !visit)
    return false;
  for (int attempt = 0; attempt < 4; attempt++) {
    uint64_t life = life_of(lives_of(process));
    uint64_t lives = __sync_fetch_and_add(&process->file_lives, one_visitor(life));

    visit->life = life;
    if (life_of(lives) == life)
      return true;
    end_visit(process, life);
  }
  __sync_fetch_and_or(&process->file_access, SONDE_FILE_UNCOUNTED);
  count_trouble(process->root_start, SONDE_TROUBLE_FILE_MAP_FULL);
  return false;
}

/* Before a thread uses its process's entries. False: it must not, which is counted. */
static __always_inline bool enter_files(struct task_struct *task, struct process *process,
                                        struct visit *visit)
{
  visit->life = life_of(lives_of(process));
  visit->is_counted = task->signal->nr_threads > 1;
  return !visit->is_counted || begin_visit(process, visit);
}

/* After it has used them. */
static __always_inline void leave_files(struct process *process, const struct visit *visit)
{
  bool is_over = process->files >= FILES_PER_PROCESS && begin_life(process, visit->life);

  if (visit->is_counted)
    end_visit(process, visit->life);
  else if (is_over)
    end_life(process, visit->life);
}

/* What a file is called in a life. */
static __always_inline uint64_t file_number(uint64_t identity, const struct visit *visit)
{
  return identity ^ visit->life * 0x9e3779b97f4a7c15ULL;
}

/* Puts a new entry at the head of its process's list, which nobody follows before all have left. */
static __always_inline void link_use(struct process *process, struct file_use *use, uint64_t file,
                                     uint64_t life)
{
  use->next = __sync_lock_test_and_set(&process->first_file[life & 1], file);
  __sync_fetch_and_add(&process->files, 1);
}

/* The entry of a file that this process has not used before. NULL when there is no room. */
static __noinline struct file_use *add_use(struct process *process, uint64_t file,
                                           const struct visit *visit)
{
  struct file_key key = {.file = file};
  struct file_use fresh = {};
  struct file_use *use;
  long error;

  if (!process || !visit)
    return NULL;
  key.process = owner_key(process);
  fresh.start = process->start;
  fresh.root_start = process->root_start;
  fresh.pid = process->pid;
  fresh.root_pid = process->root_pid;
  error = bpf_map_update_elem(&file_uses, &key, &fresh, BPF_NOEXIST);
  if (error && error != -EEXIST) {
    /* From here on its totals may be short: all that is told of them says so. */
    __sync_fetch_and_or(&process->file_access, SONDE_FILE_UNCOUNTED);
    __sync_fetch_and_or(&process->flags, FILES_FORGOTTEN);
    if (visit->is_counted) {
      process->files = FILES_PER_PROCESS; /* its own entries make room, when nobody is at them */
      return NULL;
    }
    process->files = 0;
    forget_files(process, take_list(process, visit->life), true);
    error = bpf_map_update_elem(&file_uses, &key, &fresh, BPF_NOEXIST);
  }
  use = bpf_map_lookup_elem(&file_uses, &key);
  if (use && !error)
    link_use(process, use, file, visit->life);
  return use;
}

static __always_inline struct file_use *find_use(struct process *process, uint64_t file)
{
  struct file_key key = {.process = owner_key(process), .file = file};

  return bpf_map_lookup_elem(&file_uses, &key);
}

#endif
