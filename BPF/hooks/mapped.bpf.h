/*
 * Code that comes to be mapped: told once for each file, so that its functions can be given probes.
 *
 * The process can be stopped there, before an instruction of the file has run, until user space has
 * attached the probes and lets it go on. Whoever is stopped stands in a map: should user space die
 * meanwhile, a guard that it has left behind lets them go on.
 */

struct object_key {
  uint64_t device;
  uint64_t inode;
};

/* Files that have been told of. */
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(max_entries, 16384);
  __type(key, struct object_key);
  __type(value, uint8_t);
} objects SEC(".maps");

/* Processes that are stopped, by thread-group id. */
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(max_entries, 4096);
  __type(key, uint32_t);
  __type(value, uint8_t);
} held SEC(".maps");

/* Set by the loader. */
const volatile uint32_t mmap_number = 0;
const volatile bool hold_processes = false;

static __always_inline void hold_process(void)
{
  uint32_t pid = bpf_get_current_pid_tgid() >> 32;
  uint8_t yes = 1;

  if (hold_processes && !bpf_map_update_elem(&held, &pid, &yes, BPF_ANY) &&
      bpf_send_signal(SIGSTOP))
    bpf_map_delete_elem(&held, &pid);
}

static __always_inline void tell_of_file(uint16_t kind, struct file *file)
{
  struct object_key key = {};
  uint8_t yes = 1;

  if (!file || is_silent(SONDE_HOOK_WATCHED_MAPPING))
    return;
  key.device = BPF_CORE_READ(file, f_inode, i_sb, s_dev);
  key.inode = BPF_CORE_READ(file, f_inode, i_ino);
  if (bpf_map_update_elem(&objects, &key, &yes, BPF_NOEXIST) != -EEXIST &&
      send_signal(kind, 0, key.inode, key.device))
    hold_process();
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_watched_exec, struct task_struct *task)
{
  uint32_t pid = task->tgid;

  if (bpf_map_lookup_elem(&watched, &pid))
    tell_of_file(SONDE_SIGNAL_EXEC, plain_task(task)->mm->exe_file);
  return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(on_watched_mmap, struct pt_regs *registers, long result)
{
  struct task_struct *task;
  uint32_t pid;

  if (syscall_number(registers) != mmap_number || !(argument_of(registers, 2) & PROT_EXEC) ||
      (result < 0 && result > -4096) || argument_of(registers, 3) & MAP_ANONYMOUS)
    return 0;
  task = bpf_get_current_task_btf();
  pid = task->tgid;
  if (bpf_map_lookup_elem(&watched, &pid) && !is_compat_call(task))
    tell_of_file(SONDE_SIGNAL_MAPPED, file_of(task, argument_of(registers, 4)));
  return 0;
}
