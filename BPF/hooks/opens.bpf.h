/*
 * Opens, the successful and the failed. Seen when the call returns: a descriptor leads to the file
 * and so to its true path, whatever links and directories the given one went through; after a
 * failure the given path is all there is.
 */

/* Above are the kernel's internal codes: the call is about to be restarted. */
#define LAST_FILE_ERRNO 511

/* Sends the path of a file, with the totals so far. The record is composed in the tail: the place
 * of the fixed part is too small for it. */
static __noinline int send_opened(struct task_struct *task, struct process *process,
                                  struct file_use *use, struct file *file, uint64_t identity)
{
  struct scratch *scratch = find_scratch();
  struct sonde_file *record;
  uint32_t used = sizeof(*record);
  bool cut = false;

  if (!scratch || !task || !process || !use)
    return 0;
  record = (struct sonde_file *)scratch->tail;
  __builtin_memset(record, 0, sizeof(*record));
  used = append_path(BPF_CORE_READ(file, f_path.dentry), BPF_CORE_READ(file, f_path.mnt), task,
                     used, &cut);
  used &= TAIL_LIMIT - 1; /* it is far from that: for the verifier */
  fill_header(&record->header, SONDE_KIND_FILE, used, process);
  /* One that is not in the table is not heard of again. */
  record->header.flags = (cut ? SONDE_FILE_PATH_CUT : 0) |
                         (use->access & SONDE_FILE_UNCOUNTED ? SONDE_FILE_LAST : 0);
  /* Before the totals are read: what comes later is another change. */
  __sync_lock_test_and_set(&use->changed, 0);
  fill_totals(record, use, identity, process->file_access);
  record->inode = BPF_CORE_READ(file, f_inode, i_ino);
  record->type = BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT;
  record->path_size = used - sizeof(*record);
  record->has_path = 1;
  use->is_known = !bpf_ringbuf_output(&records, record, used, wakeup_flags());
  count_record(process->root_start, SONDE_KIND_FILE, use->is_known);
  return 0;
}

/* What the descriptor allows. */
static __always_inline void note_mode(struct file_use *use, struct file *file)
{
  uint32_t mode = BPF_CORE_READ(file, f_mode);
  uint32_t access = (mode & FMODE_READ ? SONDE_FILE_READ : 0) |
                    (mode & FMODE_WRITE ? SONDE_FILE_WRITE : 0) |
                    (mode & FMODE_PATH ? SONDE_FILE_PATH_ONLY : 0) |
                    (mode & FMODE_CREATED ? SONDE_FILE_CREATED : 0) |
                    (BPF_CORE_READ(file, f_flags) & O_APPEND ? SONDE_FILE_APPEND : 0);

  __sync_fetch_and_or(&use->access, access);
}

static __always_inline void count_open(struct file_use *use, struct file *file)
{
  __sync_fetch_and_add(&use->opens, 1);
  note_mode(use, file);
}

/* Tells of an open that cannot be counted, for want of room in the map. */
static __always_inline void send_uncounted(struct task_struct *task, struct process *process,
                                           struct file *file, uint64_t identity)
{
  struct file_use use = {.access = SONDE_FILE_UNCOUNTED, .last_time = bpf_ktime_get_boot_ns()};

  count_trouble(process->root_start, SONDE_TROUBLE_FILE_MAP_FULL);
  count_open(&use, file);
  send_opened(task, process, &use, file, identity);
}

static __noinline int opened(struct task_struct *task, struct process *process,
                             const struct visit *visit, int descriptor)
{
  struct file *file = file_of(task, descriptor);
  struct file_use *use;
  uint64_t identity;

  if (!file || !process || !visit || !has_path(file))
    return 0;
  identity = file_number(path_identity(file), visit);
  use = find_use(process, identity);
  if (!use)
    use = add_use(process, identity, visit);
  if (!use) {
    send_uncounted(task, process, file, identity);
    return 0;
  }
  count_open(use, file);
  use->last_time = bpf_ktime_get_boot_ns();
  use->changed = CHANGED;
  if (!use->is_known)
    send_opened(task, process, use, file, identity);
  return 0;
}

struct attempt {
  uint64_t string;
  uint64_t identity;
  uint32_t size; /* of the string, without its NUL */
  int directory;
  int error;
};

/* Reads the path to where the record has it. Failed opens of the same path below the same directory
 * are one file. */
static __always_inline bool read_attempt(struct scratch *scratch, struct task_struct *task,
                                         struct attempt *attempt)
{
  const uint32_t place = sizeof(struct sonde_file);
  uint64_t hash = 2;
  long size;

  size = bpf_probe_read_user_str(&scratch->tail[place], SONDE_PATH_LIMIT, (void *)attempt->string);
  if (size <= 1 || size > SONDE_PATH_LIMIT)
    return false;
  attempt->size = size - 1;
  if (scratch->tail[place] != '/') {
    struct dentry *base = BPF_CORE_READ(task, fs, pwd.dentry);

    if (attempt->directory != AT_FDCWD) {
      struct file *file = file_of(task, attempt->directory);

      base = file ? BPF_CORE_READ(file, f_path.dentry) : NULL;
    }
    hash = mix(hash, (uint64_t)base);
  }
  attempt->identity = mix_bytes(scratch, hash, place, size);
  return true;
}

static __noinline int send_failed(struct task_struct *task, struct process *process,
                                  struct file_use *use, const struct attempt *attempt)
{
  struct scratch *scratch = find_scratch();
  struct sonde_file *record;
  bool cut = false;
  uint32_t used;

  if (!scratch || !task || !process || !use || !attempt)
    return 0;
  record = (struct sonde_file *)scratch->tail;
  __builtin_memset(record, 0, sizeof(*record));
  record->given_size = attempt->size;
  used = sizeof(*record) + (attempt->size & (SONDE_PATH_LIMIT - 1));
  if (scratch->tail[sizeof(*record)] != '/') {
    uint32_t before = used;

    used = append_directory(task, attempt->directory, used, &cut);
    record->path_size = used - before;
  }
  used &= TAIL_LIMIT - 1; /* it is far from that: for the verifier */
  fill_header(&record->header, SONDE_KIND_FILE, used, process);
  record->header.flags = cut ? SONDE_FILE_PATH_CUT : 0;
  __sync_lock_test_and_set(&use->changed, 0);
  fill_totals(record, use, attempt->identity, process->file_access);
  record->has_path = 1;
  use->is_known = !bpf_ringbuf_output(&records, record, used, wakeup_flags());
  count_record(process->root_start, SONDE_KIND_FILE, use->is_known);
  return 0;
}

static __noinline int open_failed(struct task_struct *task, struct process *process,
                                  const struct visit *visit, struct attempt *attempt)
{
  struct scratch *scratch = find_scratch();
  struct file_use *use;

  if (!scratch || !process || !task || !visit || !attempt || !read_attempt(scratch, task, attempt))
    return 0;
  attempt->identity = file_number(attempt->identity, visit);
  use = find_use(process, attempt->identity);
  if (!use)
    use = add_use(process, attempt->identity, visit);
  if (!use) {
    count_trouble(process->root_start, SONDE_TROUBLE_FILE_MAP_FULL);
    return 0;
  }
  __sync_fetch_and_add(&use->failed, 1);
  use->error = attempt->error;
  use->last_time = bpf_ktime_get_boot_ns();
  use->changed = CHANGED;
  if (!use->is_known)
    send_failed(task, process, use, attempt);
  return 0;
}

static __always_inline void on_open(struct task_struct *task, struct process *process,
                                    const struct visit *visit, struct pt_regs *registers,
                                    bool is_at, int64_t result)
{
  struct attempt attempt = {.error = -result, .directory = AT_FDCWD};

  if (is_silent(SONDE_HOOK_OPEN))
    return;
  if (result >= 0) {
    opened(task, process, visit, result);
  } else if (result >= -LAST_FILE_ERRNO) {
    if (is_at)
      attempt.directory = argument_of(registers, 0);
    attempt.string = argument_of(registers, is_at);
    open_failed(task, process, visit, &attempt);
  }
}
