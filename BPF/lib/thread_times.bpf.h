/*
 * The account of one thread.
 *
 * It has two kinds of stretches by turns: one on a processor, which ends when the thread leaves it,
 * and one off, which ends when it is put on one again. How much of a stretch off the thread waited
 * for a processor is in `sched_info.run_delay`, which the kernel brings up to date a moment after
 * sched_switch has told that the thread is put on: so it is read, and the stretch entered, when the
 * thread leaves the processor the next time. What is left of the stretch was sleep, for the reason
 * found when it began.
 *
 * How long it ran is the kernel's own number too, the one that CPU time is made of. For a thread that
 * is woken for an idle processor the kernel begins to count at the waking, some microseconds before
 * the switch (rq_clock_skip_update() in wakeup_preempt()): these are taken off the stretch before.
 * What of a stretch on a processor was not the thread's, since interrupts or a hypervisor took it,
 * was waiting for one.
 *
 * The stretches are of one clock, and the kernel's numbers of the scheduler's: they are cut to the
 * stretches. So what is entered always adds up to the thread's life.
 */
#ifndef SONDE_THREAD_TIMES_BPF_H
#define SONDE_THREAD_TIMES_BPF_H

struct thread_times {
  uint64_t since;     /* when the stretch began */
  uint64_t run_delay; /* what of it has been entered */
  uint64_t runtime;   /* the same of sum_exec_runtime */
  uint64_t off;       /* the last stretch off, to be entered; ns */
  uint64_t off_throttled;
  struct throttling throttling;
  struct sonde_times times;
  uint32_t reason; /* enum sonde_time, of the last stretch off */
  uint32_t is_on;
};

struct {
  __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct thread_times);
} thread_times SEC(".maps");

static __always_inline struct thread_times *find_times(struct task_struct *task)
{
  return bpf_task_storage_get(&thread_times, task, NULL, 0);
}

/* Begins an account. Whether the thread is on a processor need not be known: if the first that is
 * heard of it is that it leaves one, it was. `reason` holds if it was not. */
static __always_inline void begin_times(struct task_struct *task, uint32_t reason)
{
  struct thread_times fresh = {};

  fresh.since = bpf_ktime_get_boot_ns();
  fresh.run_delay = task->sched_info.run_delay;
  fresh.runtime = task->se.sum_exec_runtime;
  fresh.reason = reason;
  bpf_task_storage_get(&thread_times, task, &fresh, BPF_LOCAL_STORAGE_GET_F_CREATE);
}

/* Before the stretch off, which may become shorter. */
static __always_inline void enter_on(struct thread_times *thread, struct task_struct *task,
                                     uint64_t stretch)
{
  uint64_t ran = task->se.sum_exec_runtime - thread->runtime, more;

  if (ran > stretch) {
    more = ran - stretch;
    if (more > thread->off)
      more = thread->off;
    thread->off -= more;
    ran = stretch + more;
  }
  /* What has found no room yet is entered the next time. */
  thread->runtime += ran;
  thread->times.spent[SONDE_TIME_ON_CPU] += ran;
  if (stretch > ran)
    thread->times.spent[SONDE_TIME_RUNNABLE] += stretch - ran;
}

static __always_inline void enter_off(struct thread_times *thread, struct task_struct *task)
{
  uint64_t run_delay = task->sched_info.run_delay;
  uint64_t waited = run_delay - thread->run_delay, throttled = thread->off_throttled;

  if (waited > thread->off)
    waited = thread->off;
  if (throttled > waited)
    throttled = waited;
  thread->run_delay = run_delay;
  thread->times.spent[SONDE_TIME_THROTTLED] += throttled;
  thread->times.spent[SONDE_TIME_RUNNABLE] += waited - throttled;
  if (thread->reason < SONDE_TIME_COUNT)
    thread->times.spent[thread->reason] += thread->off - waited;
  thread->off = 0;
  thread->off_throttled = 0;
}

/* The thread leaves its processor. */
static __always_inline void end_on(struct thread_times *thread, struct task_struct *task,
                                   uint64_t now)
{
  enter_on(thread, task, now - thread->since);
  enter_off(thread, task);
  thread->since = now;
  thread->is_on = false;
}

/* The thread is put on a processor. */
static __always_inline void end_off(struct thread_times *thread, struct task_struct *task,
                                    uint64_t now)
{
  /* That it left the last one was not heard. */
  if (thread->is_on)
    thread->reason = SONDE_TIME_OTHER;
  thread->off = now - thread->since;
  thread->off_throttled = throttled_since(&thread->throttling, task);
  thread->since = now;
  thread->is_on = true;
}

/* A thread has ended: its process has all of its time. Threads end in parallel. */
static __always_inline void add_times(struct process *process, const struct thread_times *thread)
{
  for (int kind = 0; kind < SONDE_TIME_COUNT; kind++)
    __sync_fetch_and_add(&process->times.spent[kind], thread->times.spent[kind]);
  if (knows_throttling() && !(process->flags & THROTTLING_KNOWN))
    __sync_fetch_and_or(&process->flags, THROTTLING_KNOWN);
}

#endif
