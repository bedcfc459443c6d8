/*
 * Where time goes: told at each switch of a followed thread, summed up when it ends.
 */

/* A thread ends that had no account: what is known of its process is not all. */
static __always_inline void note_unseen(struct task_struct *task)
{
  struct process *process;

  if (task->flags & (PF_KTHREAD | PF_IO_WORKER))
    return;
  process = find_followed(task);
  if (process)
    __sync_fetch_and_or(&process->flags, TIMES_UNSURE);
}

static __always_inline void leave(struct thread_times *thread, struct task_struct *task,
                                  bool preempt, uint64_t now)
{
  uint32_t state = task->__state;

  end_on(thread, task, now);
  if (state & TASK_DEAD) {
    struct process *process = find_followed(task);

    if (process && !is_silent(SONDE_HOOK_TIMES))
      add_times(process, thread);
  } else if (preempt || !state) {
    thread->reason = SONDE_TIME_RUNNABLE;
    begin_queueing(&thread->throttling, task);
  } else {
    thread->reason = time_asleep(task, true);
    thread->throttling.queue = 0;
  }
}

/* Must run before the program that sends the exit record at a process's last switch. */
SEC("tp_btf/sched_switch")
int BPF_PROG(on_times_switch, bool preempt, struct task_struct *previous, struct task_struct *next)
{
  struct thread_times *leaving = find_times(previous), *coming = find_times(next);
  uint64_t now;

  if (!leaving && previous->__state & TASK_DEAD)
    note_unseen(previous);
  if (!leaving && !coming)
    return 0;
  now = bpf_ktime_get_boot_ns();
  if (leaving)
    leave(leaving, previous, preempt, now);
  if (coming)
    end_off(coming, next, now);
  return 0;
}

static __always_inline int wake(struct task_struct *task)
{
  struct thread_times *thread;

  if (!knows_throttling())
    return 0;
  thread = find_times(task);
  if (thread)
    begin_queueing(&thread->throttling, task);
  return 0;
}

/* A thread that wakes in a group that is throttled waits for that from here on. */
SEC("tp_btf/sched_wakeup")
int BPF_PROG(on_times_wakeup, struct task_struct *task)
{
  return wake(task);
}

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(on_times_wakeup_new, struct task_struct *task)
{
  return wake(task);
}

/* A new process, or a new thread, of one whose account is kept. */
SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_times_fork, struct task_struct *parent, struct task_struct *child)
{
  if (find_times(parent))
    begin_times(child, SONDE_TIME_RUNNABLE);
  return 0;
}

/* A run may begin with an execution. Must run after the program that says so. */
SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_times_exec, struct task_struct *task)
{
  if (!find_times(task) && find_followed(task))
    begin_times(task, SONDE_TIME_RUNNABLE);
  return 0;
}

/* What has come to be followed by a walk over tasks: all its threads. */
SEC("iter/task")
int seed_times(struct bpf_iter__task *context)
{
  struct task_struct *task = context->task;

  if (!task || find_times(task) || !find_followed(task))
    return 0;
  begin_times(task, task->__state ? time_asleep(task, false) : SONDE_TIME_RUNNABLE);
  return 0;
}
