/*
 * A followed process forks: the child is followed from before its first instruction, since the
 * hook runs before the child is woken. A new thread is only counted.
 */

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
  struct process *process = find_followed(parent);
  struct process fresh = {};
  struct sonde_fork *record;
  uint64_t key, cgroup;

  if (!process)
    return 0;
  child = plain_task(child);
  if (child->tgid == parent->tgid) {
    int64_t others = __sync_fetch_and_add(&process->threads, 1);

    raise_max_threads(process, others + 1);
    return 0;
  }

  fresh.start = child->start_boottime;
  fresh.pid = child->tgid;
  fresh.root_start = process->root_start;
  fresh.root_pid = process->root_pid;
  fresh.threads = 1;
  fresh.max_threads = 1;
  key = process_key(child);
  if (bpf_map_update_elem(&followed, &key, &fresh, BPF_ANY))
    count_trouble(fresh.root_start, SONDE_TROUBLE_PROCESS_MAP_FULL);

  cgroup = note_cgroup(child, &fresh);
  if (is_silent(SONDE_HOOK_FORK))
    return 0;
  record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);
  if (!record) {
    count_record(fresh.root_start, SONDE_KIND_FORK, false);
    return 0;
  }
  fill_header(&record->header, SONDE_KIND_FORK, sizeof(*record), &fresh);
  record->parent_start = process->start;
  record->parent_pid = process->pid;
  record->cgroup_id = cgroup;
  record->ppid = child->real_parent->tgid;
  record->uid = child->cred->uid.val;
  record->gid = child->cred->gid.val;
  __builtin_memcpy(record->comm, child->comm, sizeof(record->comm));
  bpf_ringbuf_submit(record, wakeup_flags());
  count_record(fresh.root_start, SONDE_KIND_FORK, true);
  return 0;
}
