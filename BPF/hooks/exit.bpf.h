/*
 * A process ends in two moments.
 *
 * When its last thread enters exit (sched_process_exit), the wait status is settled and the
 * address space can still be asked for its peak. But the thread goes on to work: tearing down a
 * large address space may take longer than the program ran. So the totals are taken when each
 * thread leaves its processor for the last time (sched_switch with TASK_DEAD), which is also when
 * the scheduler brings sum_exec_runtime up to date; the record is sent after the last of them.
 * A thread that is still on its way out when the group dies is thereby never forgotten.
 */

/* Set by the loader: whether on_exit is attached. */
const volatile bool hears_exits = true;

/* What the parent sees: kernel/exit.c, wait_task_zombie(). */
static __always_inline uint32_t wait_status(struct task_struct *task)
{
  if (task->signal->flags & SIGNAL_GROUP_EXIT)
    return task->signal->group_exit_code;
  return task->group_leader->exit_code;
}

/* A thread of the process that the kernel has made for itself: io_uring's workers, and vhost's. */
static __always_inline bool is_worker(struct task_struct *task)
{
  return task->flags & (PF_IO_WORKER | PF_USER_WORKER);
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
  struct process *process;
  bool is_last;

  task = plain_task(task);
  is_last = task->signal->live.counter == 0;
  if (!is_last && !is_worker(task))
    return 0;
  process = find_followed(task);
  if (!process)
    return 0;
  /* No fork told of it, and its last switch will be counted. */
  if (is_worker(task))
    __sync_fetch_and_add(&process->threads, 1);
  if (!is_last)
    return 0;
  process->exit_time = bpf_ktime_get_boot_ns();
  process->status = wait_status(task);
  process->last_tid = task->pid;
  __sync_fetch_and_or(&process->flags, GROUP_DEAD);
  if (!is_silent(SONDE_HOOK_EXIT))
    take_peak_rss(process, task);
  return 0;
}

static __always_inline void take_sender(struct sonde_exit *record, const struct process *process)
{
  struct sent_signal key = {
    .target_start = process->start,
    .target_pid = process->pid,
    .signal = process->status & 0x7f,
  };
  struct sender *sender;

  if (!key.signal)
    return;
  sender = bpf_map_lookup_elem(&senders, &key);
  if (!sender)
    return;
  record->has_sender = 1;
  record->signal_code = sender->code;
  record->killer_pid = sender->pid;
  record->killer_start = sender->start;
  __builtin_memcpy(record->killer_comm, sender->comm, sizeof(record->killer_comm));
}

/* Times are added by a program that runs before this one, at the same switch. */
static __always_inline void take_times(struct sonde_exit *record, const struct process *process)
{
  if (process->flags & TIMES_UNSURE || !process->times.spent[SONDE_TIME_ON_CPU]) {
    record->header.flags |= SONDE_EXIT_TIMES_MISSING;
    return;
  }
  record->times = process->times;
  if (!(process->flags & THROTTLING_KNOWN))
    record->header.flags |= SONDE_EXIT_THROTTLED_MISSING;
}

static __always_inline void send_exit(const struct process *process)
{
  struct sonde_exit *record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);

  if (!record) {
    count_record(process->root_start, SONDE_KIND_EXIT, false);
    return;
  }
  __builtin_memset(record, 0, sizeof(*record));
  fill_header(&record->header, SONDE_KIND_EXIT, sizeof(*record), process);
  if (process->flags & GROUP_DEAD)
    record->header.time = process->exit_time;
  if (process->flags & GROUP_DEAD && !is_silent(SONDE_HOOK_EXIT))
    record->status = process->status;
  else
    record->header.flags |= SONDE_EXIT_STATUS_MISSING;
  if (!is_silent(SONDE_HOOK_SWITCH))
    record->totals = process->totals;
  else
    record->header.flags |= SONDE_EXIT_TOTALS_MISSING;
  record->peak_rss = process->peak_rss;
  record->peak_rss_source = process->peak_rss_source;
  record->max_threads = process->max_threads;
  take_sender(record, process);
  take_times(record, process);
  bpf_ringbuf_submit(record, wakeup_flags());
  count_record(process->root_start, SONDE_KIND_EXIT, true);
}

/* Of workers no fork tells: they are counted when they enter exit, and that may be after the last
 * switch of all others. */
static __always_inline bool is_worker_left(const struct process *process, struct task_struct *task)
{
  return task->signal->live.counter > 0 || (hears_exits && !(process->flags & GROUP_DEAD));
}

SEC("tp_btf/sched_switch")
int BPF_PROG(on_switch, bool preempt, struct task_struct *previous)
{
  struct process *process;
  int64_t left;
  uint64_t key;

  previous = plain_task(previous);
  if (!(previous->__state & TASK_DEAD))
    return 0;
  key = process_key(previous);
  process = bpf_map_lookup_elem(&followed, &key);
  if (!process)
    return 0;
  add_thread(&process->totals, previous);
  left = __sync_fetch_and_add(&process->threads, -1) - 1;
  if (process->flags & THREADS_UNSURE) {
    if (!(process->flags & GROUP_DEAD) || process->last_tid != previous->pid)
      return 0;
  } else if (left > 0 || is_worker_left(process, previous)) {
    return 0;
  }
  send_exit(process);
  bpf_map_delete_elem(&followed, &key);
  return 0;
}
