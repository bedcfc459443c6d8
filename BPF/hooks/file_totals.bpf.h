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
  if (process && process->first_file)
    forget_files(process, false);
  return 0;
}

SEC("iter/bpf_map_elem")
int refresh_files(struct bpf_iter__bpf_map_elem *context)
{
  struct file_key *key = context->key;
  struct file_use *use = context->value;
  struct sonde_file record = {};

  if (!key || !use || !(use->changed & CHANGED_SINCE_WALK) || !use->is_known)
    return 0;
  use->changed = CHANGED_SINCE_BEGIN;
  fill_owner(&record.header, use);
  fill_totals(&record, use, key->file, 0);
  if (bpf_seq_write(context->meta->seq, &record, sizeof(record)))
    use->changed = CHANGED;
  return 0;
}
