/*
 * The totals of each file: when the process ends, and whenever user space walks over them to see
 * what living processes do.
 */

/* The last thread enters exit: nobody can read or write any more. */
SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_files_exit, struct task_struct *task)
{
  struct process *process;

  if (task->signal->live.counter != 0)
    return 0;
  process = find_followed(task);
  if (process)
    send_failed_calls(task, process);
  for (int life = 0; process && life < 2; life++) {
    if (process->first_file[life])
      forget_files(process, take_list(process, life), false);
  }
  return 0;
}

SEC("iter/bpf_map_elem")
int refresh_files(struct bpf_iter__bpf_map_elem *context)
{
  struct file_key *key = context->key;
  struct file_use *use = context->value;
  struct sonde_file record = {};
  struct file_key named;

  if (is_silent(SONDE_HOOK_FILE_WALK) || !key || !use || !(use->changed & CHANGED_SINCE_WALK) ||
      !use->is_known)
    return 0;
  named = *key;
  /* Before the totals are read: what comes later is another change. */
  __sync_lock_test_and_set(&use->changed, CHANGED_SINCE_BEGIN);
  fill_owner(&record.header, use);
  fill_totals(&record, use, named.file, 0);
  /* The entry may have been let go meanwhile, and be another file's. */
  barrier();
  if (key->process != named.process || key->file != named.file)
    return 0;
  if (bpf_seq_write(context->meta->seq, &record, sizeof(record)))
    use->changed = CHANGED;
  return 0;
}
