/*
 * execve and execveat that failed. Only the return is hooked: the arguments of the call are still
 * in the saved registers and, as the old image is still there, in user memory; so a success costs
 * nothing here.
 */

#define FAILED_ARGUMENTS 1024
/* Above are the kernel's internal codes: the call is about to be restarted. */
#define LAST_USER_ERRNO 511

struct argument_walk {
  uint64_t pointers;
  uint32_t used;
  uint32_t complete;
};

static long argument_step(uint32_t index, void *context)
{
  struct argument_walk *walk = context;
  struct scratch *scratch = find_scratch();
  uint32_t used = walk->used;
  uint64_t string = 0;
  long size;

  if (bpf_probe_read_user(&string, sizeof(string), (void *)(walk->pointers + index * 8)))
    return 1;
  if (!string) {
    walk->complete = 1;
    return 1;
  }
  if (!scratch || used >= SONDE_ARGUMENTS_LIMIT || used >= arguments_limit)
    return 1;
  size = bpf_probe_read_user_str(&scratch->tail[used], SONDE_ARGUMENTS_LIMIT - used,
                                 (void *)string);
  if (size <= 0)
    return 1;
  walk->used = used + size;
  return 0;
}

static __always_inline uint32_t compose_failed(struct scratch *scratch, struct task_struct *task,
                                               uint64_t filename, uint64_t arguments)
{
  struct sonde_exec_failed *record = (struct sonde_exec_failed *)&scratch->record;
  struct argument_walk walk = {.pointers = arguments};
  bool cut = false;
  uint32_t used;
  long size;

  if (arguments)
    bpf_loop(FAILED_ARGUMENTS, argument_step, &walk, 0);
  used = walk.used;
  record->arguments_size = used;
  record->arguments_total = used;
  if (arguments && !walk.complete)
    record->header.flags |= SONDE_EXEC_ARGUMENTS_CUT;
  if (used >= TAIL_LIMIT)
    return 0;

  size = bpf_probe_read_user_str(&scratch->tail[used], SONDE_PATH_LIMIT, (void *)filename);
  record->requested_size = size > 0 ? size : 0;
  used += record->requested_size;
  record->cwd_size = used;
  used = append_path(BPF_CORE_READ(task, fs, pwd.dentry), BPF_CORE_READ(task, fs, pwd.mnt), task,
                     used, &cut);
  record->cwd_size = used - record->cwd_size;
  if (cut)
    record->header.flags |= SONDE_EXEC_CWD_CUT;
  return used;
}

static __noinline int exec_failed(struct task_struct *task, struct process *process, int64_t result,
                                  bool is_at)
{
  struct scratch *scratch = find_scratch();
  struct sonde_exec_failed *record;
  uint64_t filename, arguments;
  uint32_t used;

  if (is_silent(SONDE_HOOK_EXEC_FAILED) || !task || !process || !scratch || result >= 0 ||
      result < -LAST_USER_ERRNO)
    return 0;
  filename = is_at ? syscall_argument(task, 1) : syscall_argument(task, 0);
  arguments = is_at ? syscall_argument(task, 2) : syscall_argument(task, 1);

  __builtin_memset(&scratch->record, 0, sizeof(scratch->record));
  record = (struct sonde_exec_failed *)&scratch->record;
  fill_header(&record->header, SONDE_KIND_EXEC_FAILED, 0, process);
  record->error = -result;
  used = compose_failed(scratch, task, filename, arguments);
  used = used < TAIL_LIMIT ? used : TAIL_LIMIT;
  record->header.size = sizeof(scratch->record) + used;
  send(scratch, sizeof(scratch->record) + used);
  return 0;
}
