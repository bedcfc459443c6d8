/*
 * The out-of-memory killer has chosen. The current task is only whose allocation found no memory;
 * the victim is in the arguments: a task since commit 72ba14deb40a (6.9), before that its thread
 * id.
 */

static __always_inline void take_victim(struct sonde_oom *record, struct task_struct *victim)
{
  struct mm_struct *mm = BPF_CORE_READ(victim, mm);

  record->victim_tid = BPF_CORE_READ(victim, pid);
  record->header.pid = BPF_CORE_READ(victim, tgid);
  record->header.start = BPF_CORE_READ(victim, group_leader, start_boottime);
  if (!mm)
    return;
  record->total_vm = BPF_CORE_READ(mm, total_vm) * PAGE_BYTES;
  record->anon_rss = read_rss_counter(mm, MM_ANONPAGES) * PAGE_BYTES;
  record->file_rss = read_rss_counter(mm, MM_FILEPAGES) * PAGE_BYTES;
  record->shmem_rss = read_rss_counter(mm, MM_SHMEMPAGES) * PAGE_BYTES;
}

SEC("raw_tracepoint/mark_victim")
int on_oom(uint64_t *arguments)
{
  struct task_struct *current = bpf_get_current_task_btf();
  struct trace_event_raw_mark_victim *event = NULL;
  struct process nobody = {};
  struct sonde_oom record = {};

  if (is_silent(SONDE_HOOK_OOM))
    return 0;
  fill_header(&record.header, SONDE_KIND_OOM, sizeof(record), &nobody);
  if (bpf_core_field_exists(event->uid)) {
    struct task_struct *victim = (struct task_struct *)arguments[0];
    struct process *process = find_followed(victim);

    if (!process)
      return 0;
    record.header.root_start = process->root_start;
    record.header.root_pid = process->root_pid;
    take_victim(&record, victim);
  } else {
    record.victim_tid = arguments[0];
  }
  record.allocator_pid = current->tgid;
  bpf_probe_read_kernel_str(record.allocator_comm, sizeof(record.allocator_comm), current->comm);
  send(&record, sizeof(record));
  return 0;
}
