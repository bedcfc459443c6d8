/*
 * What a shell says of a program that it does not find.
 *
 * dash and BusyBox's shell look for a program themselves, and where there is none they fork nobody: no
 * execution fails, and nothing ends badly. What shows it is that a name was looked for in vain, and
 * that standard error then gets a message which ends in the same name and ": not found". Who only
 * asks, as by `command -v`, makes no such message, and who does not want it sends it to /dev/null: of
 * neither is anything told.
 *
 * A write costs a comparison of its number and its descriptor; one to standard error, of a process that
 * has looked for something in vain, a look at how it ends.
 */

#define NOT_FOUND_END ": not found"
#define NOT_FOUND_SIZE (sizeof(NOT_FOUND_END) - 1)
#define NULL_DEVICE (1 << 20 | 3) /* as the kernel has it: major, minor */

static __always_inline bool is_message(uint32_t number, struct pt_regs *registers, int64_t result)
{
  return number == SYS_WRITE && result > (int64_t)NOT_FOUND_SIZE &&
         (int)argument_of(registers, 0) == STANDARD_ERROR;
}

/* How many bytes of the message there are before the end that is looked for; 0: it ends otherwise. */
static __always_inline int64_t size_before_end(uint64_t text, int64_t size)
{
  char end[16] __attribute__((aligned(8))) = {};

  bpf_probe_read_user(end, 1, (void *)(text + size - 1));
  if (end[0] == '\n')
    size--;
  size -= NOT_FOUND_SIZE;
  if (size <= 0)
    return 0;
  bpf_probe_read_user(end, NOT_FOUND_SIZE, (void *)(text + size));
  return __builtin_memcmp(end, NOT_FOUND_END, NOT_FOUND_SIZE) ? 0 : size;
}

/* The hash, as names in failed calls have it, of the word that the message's so many bytes end in. */
static __always_inline uint32_t last_word(struct scratch *scratch, uint64_t text, int64_t size)
{
  struct name_walk walk = {.hash = NO_NAME, .end = ' '};
  int64_t start = size > SONDE_CALL_OBJECT - 1 ? size - (SONDE_CALL_OBJECT - 1) : 0;
  uint32_t count = (uint32_t)(size - start) & (SONDE_CALL_OBJECT - 1);

  if (bpf_probe_read_user(scratch->tail, count, (void *)(text + start)))
    return NO_NAME;
  scratch->tail[count] = 0;
  bpf_loop(SONDE_CALL_OBJECT, name_step, &walk, 0);
  return walk.hash;
}

static __always_inline bool is_null_device(struct task_struct *task)
{
  struct file *file = file_of(task, STANDARD_ERROR);

  return !file || BPF_CORE_READ(file, f_inode, i_rdev) == NULL_DEVICE;
}

/* Takes the search for the name out of what is kept, to the tail. */
static __always_inline bool take_search(struct failed_calls *calls, struct scratch *scratch,
                                        uint32_t name)
{
  for (uint32_t slot = ASKED_SLOT; slot < SONDE_CALLS; slot++) {
    struct sonde_call *kept = &calls->calls[slot];

    if (!kept->time || kept->name != name || kept->error != ENOENT)
      continue;
    bpf_probe_read_kernel(&scratch->tail[sizeof(struct sonde_failed_calls)], sizeof(*kept), kept);
    kept->time = 0;
    return true;
  }
  return false;
}

static __noinline int message_written(struct task_struct *task, struct process *process,
                                      struct pt_regs *registers, int64_t result)
{
  const uint32_t size = sizeof(struct sonde_failed_calls) + sizeof(struct sonde_call);
  struct scratch *scratch = find_scratch();
  struct sonde_failed_calls *record;
  struct failed_calls *calls;
  uint64_t key, text;
  uint32_t name;
  bool found;

  if (!task || !process || !registers || !scratch)
    return 0;
  text = argument_of(registers, 1);
  result = size_before_end(text, result);
  if (result <= 0 || is_null_device(task))
    return 0;
  key = process_key(task);
  calls = bpf_map_lookup_elem(&failed_calls, &key);
  if (!calls)
    return 0;
  name = last_word(scratch, text, result);
  if (__sync_lock_test_and_set(&calls->busy, 1))
    return 0;
  found = take_search(calls, scratch, name);
  __sync_lock_test_and_set(&calls->busy, 0);
  if (!found)
    return 0;
  record = (struct sonde_failed_calls *)scratch->tail;
  __builtin_memset(record, 0, sizeof(*record));
  fill_header(&record->header, SONDE_KIND_FAILED_CALLS, size, process);
  record->header.flags = SONDE_CALLS_NOT_FOUND;
  record->count = 1;
  send(record, size);
  return 0;
}
