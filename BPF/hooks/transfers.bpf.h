/*
 * Bytes read from and written to each file, as the calls return them; and the ways past these
 * calls, which are noted so that nobody takes the sums for more than they are: files mapped into
 * memory, and io_uring.
 */

/* The entry for a descriptor. One that was inherited, or opened before the process was followed,
 * gets an entry if it has a path. */
static __noinline struct file_use *use_of(struct task_struct *task, struct process *process,
                                          const struct visit *visit, int descriptor)
{
  struct file *file;
  struct file_use *use;
  uint64_t identity;

  if (!task || !process || !visit)
    return NULL;
  file = file_of(task, descriptor);
  if (!file || !has_path(file))
    return NULL;
  identity = file_number(path_identity(file), visit);
  use = find_use(process, identity);
  if (use) {
    if (!use->is_known) /* there was no room for its path */
      send_opened(task, process, use, file, identity);
    return use;
  }
  use = add_use(process, identity, visit);
  if (!use) {
    count_trouble(process->root_start, SONDE_TROUBLE_FILE_MAP_FULL);
    return NULL;
  }
  /* After its list was begun anew, a file that it opened itself looks the same. */
  if (!(process->flags & FILES_FORGOTTEN))
    __sync_fetch_and_or(&use->access, SONDE_FILE_INHERITED);
  note_mode(use, file);
  use->last_time = bpf_ktime_get_boot_ns();
  send_opened(task, process, use, file, identity);
  return use;
}

static __always_inline void count_transfer(struct task_struct *task, struct process *process,
                                           const struct visit *visit, int descriptor, int64_t bytes,
                                           bool is_write)
{
  struct file_use *use;

  if (descriptor < 0 || is_silent(SONDE_HOOK_TRANSFER))
    return;
  use = use_of(task, process, visit, descriptor);
  if (!use)
    return;
  __sync_fetch_and_add(is_write ? &use->bytes_written : &use->bytes_read, bytes);
  use->last_time = bpf_ktime_get_boot_ns();
  use->changed = CHANGED;
}

static __always_inline void on_mmap(struct task_struct *task, struct process *process,
                                    const struct visit *visit, struct pt_regs *registers,
                                    int64_t result)
{
  struct file_use *use;

  if (is_silent(SONDE_HOOK_MMAP) || (result < 0 && result >= -4095))
    return;
  if (argument_of(registers, 3) & MAP_ANONYMOUS)
    return;
  use = use_of(task, process, visit, argument_of(registers, 4));
  if (!use)
    return;
  __sync_fetch_and_or(&use->access,
                      SONDE_FILE_MAPPED |
                        (argument_of(registers, 2) & PROT_EXEC ? SONDE_FILE_EXECUTABLE : 0));
  use->last_time = bpf_ktime_get_boot_ns();
  use->changed = CHANGED;
}

struct interpreter {
  struct process *process;
  struct task_struct *task;
};

static __always_inline void use_interpreter(struct task_struct *task, struct process *process,
                                            const struct visit *visit, struct file *file)
{
  uint64_t identity = file_number(path_identity(file), visit);
  struct file_use *use = find_use(process, identity);

  if (!use)
    use = add_use(process, identity, visit);
  if (!use) {
    count_trouble(process->root_start, SONDE_TROUBLE_FILE_MAP_FULL);
    return;
  }
  __sync_fetch_and_or(&use->access, SONDE_FILE_MAPPED | SONDE_FILE_EXECUTABLE);
  use->last_time = bpf_ktime_get_boot_ns();
  use->changed = CHANGED;
  if (!use->is_known)
    send_opened(task, process, use, file, identity);
}

static long on_interpreter(struct task_struct *task, struct vm_area_struct *area, void *context)
{
  struct process *process = find_followed(task);
  struct file *file = BPF_CORE_READ(area, vm_file);
  struct visit visit;

  if (!process || !file || !enter_files(task, process, &visit))
    return 0;
  use_interpreter(task, process, &visit, file);
  leave_files(process, &visit);
  return 0;
}

/* The dynamic linker is mapped by execve itself. Where to, the program is told in its auxiliary
 * vector. */
SEC("tp_btf/sched_process_exec")
int on_image(uint64_t *context)
{
  struct task_struct *task = bpf_get_current_task_btf();
  struct process *process = find_followed(task);
  struct mm_struct *memory = plain_task(task)->mm;
  uint64_t entry[2] = {};
  void *vector;

  if (is_silent(SONDE_HOOK_MMAP) || !process || !memory)
    return 0;
  vector = &memory->saved_auxv;
  for (int index = 0; index < 20; index++) {
    if (bpf_probe_read_kernel(entry, sizeof(entry), vector + index * sizeof(entry)))
      return 0;
    if (entry[0] == AT_NULL || entry[0] == AT_BASE)
      break;
  }
  if (entry[0] == AT_BASE && entry[1])
    bpf_find_vma(task, entry[1], on_interpreter, NULL, 0);
  return 0;
}
