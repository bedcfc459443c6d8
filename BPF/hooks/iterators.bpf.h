/*
 * Walks over all tasks, run when user space reads the iterator.
 *
 * `seed_processes` begins to follow what is already running: one process by its id, or what the
 * filters name, with all descendants. A child may stand before its parent in the walk, so user
 * space repeats it until it finds nothing new.
 *
 * `learn_cpu_offsets` runs once, before the others.
 *
 * `sample_threads` writes one record for each living thread of the followed processes.
 */

/* Namespaces that the walk sees first. The ring brings what it holds later than the walk's own output,
 * which is why that has them too. */
static __always_inline uint64_t write_namespaces(struct seq_file *seq, struct task_struct *task)
{
  uint64_t namespaces = number_namespaces(task);
  uint64_t number = number_place(task, namespaces);

  if (is_new(number) &&
      compose_namespaces(read_address(&task), number, namespaces, PLACE_OF_WALKS)) {
    struct sonde_namespaces *record = composed_namespaces(PLACE_OF_WALKS);

    if (record)
      bpf_seq_write(seq, record, sizeof(*record));
  }
  return number;
}

/* Set by the loader before each walk; 0: whatever the filters name. */
volatile uint32_t seed_pid = 0;

SEC("iter/task")
int learn_cpu_offsets(struct bpf_iter__task *context)
{
  if (context->meta->seq_num != 0)
    return 0;
  for (uint32_t cpu = 0; cpu < COUNTED_CPUS && cpu < cpu_count; cpu++)
    learn_cpu_offset(cpu);
  return 0;
}

static __always_inline bool begins_run(struct task_struct *task)
{
  return seed_pid ? task->tgid == seed_pid : matches_filters(task);
}

/* One walk at a time writes seeds; on its stack there would be no room for one. */
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, uint32_t);
  __type(value, struct sonde_seed);
} seed_places SEC(".maps");

static __always_inline void write_seed(struct seq_file *seq, struct task_struct *task,
                                       struct process *process, bool is_root)
{
  struct task_struct *parent = task->real_parent->group_leader;
  uint32_t place = 0;
  struct sonde_seed *record = bpf_map_lookup_elem(&seed_places, &place);

  if (!record || is_silent(SONDE_HOOK_SEED))
    return;

  __builtin_memset(record, 0, sizeof(*record));
  fill_header(&record->header, SONDE_KIND_SEED, sizeof(*record), process);
  record->header.flags = SONDE_PROCESS_SEEDED | (is_root ? SONDE_PROCESS_ROOT : 0);
  record->parent_pid = parent->tgid;
  record->parent_start = parent->start_boottime;
  record->cgroup_id = BPF_CORE_READ(cgroup_node(task), id);
  record->namespaces = write_namespaces(seq, task);
  record->uid = task->cred->uid.val;
  record->gid = task->cred->gid.val;
  record->threads = process->max_threads;
  bpf_probe_read_kernel_str(record->comm, sizeof(record->comm), task->comm);
  bpf_seq_write(seq, record, sizeof(*record));
}

SEC("iter/task")
int seed_processes(struct bpf_iter__task *context)
{
  struct task_struct *task = context->task;
  struct process *process, *parent;

  if (!task)
    return 0;
  task = plain_task(task);
  if (task->pid != task->tgid || task->signal->live.counter == 0)
    return 0;
  if (find_followed(task))
    return 0;
  parent = find_followed(task->real_parent);
  if (!parent && !begins_run(task))
    return 0;
  process = follow_existing(task, parent);
  if (!process) {
    count_trouble(0, SONDE_TROUBLE_PROCESS_MAP_FULL);
    return 0;
  }
  if (!parent)
    add_counters(process->root_start);
  write_seed(context->meta->seq, task, process, !parent);
  return 0;
}

SEC("iter/task")
int sample_threads(struct bpf_iter__task *context)
{
  struct task_struct *task = context->task;
  struct sonde_sample record = {};
  struct process *process;

  if (!task || is_silent(SONDE_HOOK_SAMPLE))
    return 0;
  task = plain_task(task);
  process = find_followed(task);
  if (!process)
    return 0;
  fill_header(&record.header, SONDE_KIND_SAMPLE, sizeof(record), process);
  record.tid = task->pid;
  record.runtime = task->se.sum_exec_runtime;
  record.read_bytes = task->ioac.read_bytes;
  record.write_bytes = task->ioac.write_bytes;
  if (task->pid == task->tgid) {
    record.threads = task->signal->nr_threads;
    record.rss = task->mm ? resident_pages(task->mm) * PAGE_BYTES : 0;
    record.runtime += process->totals.runtime;
    record.read_bytes += process->totals.read_bytes;
    record.write_bytes += process->totals.write_bytes;
  }
  bpf_seq_write(context->meta->seq, &record, sizeof(record));
  return 0;
}
