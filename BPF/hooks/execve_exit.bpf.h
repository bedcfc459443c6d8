/*
 * Where failed executions are seen when files are not followed: the hook is that of all calls'
 * returns, since one of the calls' own tracepoints costs all others as much, and a grace period when
 * it is let go. When files are followed, their program on the same hook does this too: a second one
 * would cost each call of everybody.
 */

/* Set by the loader. */
const volatile uint32_t execve_number = 0;
const volatile uint32_t execveat_number = 0;

SEC("tp_btf/sys_exit")
int BPF_PROG(on_execve_exit, struct pt_regs *registers, long result)
{
  uint32_t number = syscall_number(registers);
  struct task_struct *task;

  if (number != execve_number && number != execveat_number)
    return 0;
  task = bpf_get_current_task_btf();
  if (is_compat_call(task))
    return 0;
  return exec_failed(task, find_followed(task), result, number == execveat_number);
}
