/*
 * Whose hits count: the process that coverage began with and, if asked for, its descendants.
 */

/* Set by the loader. */
const volatile bool watch_children = false;

static __always_inline void count_lost_process(void)
{
  uint32_t first = 0;
  struct sonde_signal_counters *counters = bpf_map_lookup_elem(&signal_counters, &first);

  if (counters)
    __sync_fetch_and_add(&counters->processes_lost, 1);
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_watched_fork, struct task_struct *parent, struct task_struct *child)
{
  uint32_t pid = parent->tgid, child_pid = child->tgid;
  uint8_t yes = 1;

  if (child_pid == pid || !bpf_map_lookup_elem(&watched, &pid))
    return 0;
  if (watch_children && bpf_map_update_elem(&watched, &child_pid, &yes, BPF_ANY))
    count_lost_process();
  if (!is_silent(SONDE_HOOK_WATCHED_CHILD))
    send_signal(SONDE_SIGNAL_FORK, 0, child_pid, 0);
  return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_watched_exit, struct task_struct *task)
{
  uint32_t pid = task->tgid;

  if (task->signal->live.counter == 0)
    bpf_map_delete_elem(&watched, &pid);
  return 0;
}
