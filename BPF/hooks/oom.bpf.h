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

#define MEMORY_GROUPS 32
/* A group at its limit lacks less than what was asked for: a huge page at most. */
#define LIMIT_SLACK 512 /* pages */

/* Whether the group has reached its limit. Groups that are full of cached pages always have: so it
 * must also have come to the point of killing. */
static __always_inline bool is_at_limit(struct mem_cgroup *group)
{
  uint32_t event = bpf_core_enum_value(enum memcg_memory_event, MEMCG_OOM);
  uint64_t usage = BPF_CORE_READ(group, memory.usage.counter);
  uint64_t limit = BPF_CORE_READ(group, memory.max);
  atomic64_t kills = {.counter = 1};

  if (usage + LIMIT_SLACK < limit)
    return false;
  if (bpf_core_field_exists(group->memory_events_local))
    bpf_probe_read_kernel(&kills, sizeof(kills),
                          (void *)group +
                            bpf_core_field_offset(struct mem_cgroup, memory_events_local) +
                            event * sizeof(kills));
  return kills.counter > 0;
}

struct group_walk {
  struct cgroup_subsys_state *state;
  struct mem_cgroup *found;
  bool is_above; /* found */
};

static long group_step(uint32_t index, void *context)
{
  struct group_walk *walk = context;
  struct cgroup_subsys_state *state = walk->state;
  struct mem_cgroup *group;

  if (!state)
    return 1;
  group = (void *)state - bpf_core_field_offset(struct mem_cgroup, css);
  if (is_at_limit(group)) {
    walk->found = group;
    walk->is_above = index > 0;
    return 1;
  }
  walk->state = BPF_CORE_READ(state, parent);
  return 0;
}

/* Which control group's limit it was: the nearest from the victim's own upwards that has reached
 * its limit. */
static __always_inline void take_scope(struct sonde_oom *record, struct task_struct *victim,
                                       struct process *process)
{
  uint32_t memory = bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id);
  struct css_set *set = BPF_CORE_READ(victim, cgroups);
  struct group_walk walk = {};
  struct kernfs_node *node;
  struct mem_cgroup *found;

  if (!bpf_core_field_exists(((struct mem_cgroup *)0)->memory) || memory >= 16)
    return;
  bpf_probe_read_kernel(&walk.state, sizeof(walk.state), &set->subsys[memory]);
  bpf_loop(MEMORY_GROUPS, group_step, &walk, 0);
  found = walk.found;
  record->scope = SONDE_OOM_HOST;
  if (!found)
    return;
  record->scope = walk.is_above ? SONDE_OOM_CGROUP_ABOVE : SONDE_OOM_CGROUP;
  node = BPF_CORE_READ(found, css.cgroup, kn);
  record->limit = BPF_CORE_READ(found, memory.max) * PAGE_BYTES;
  record->limit_cgroup_id = note_group(node, process);
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
    take_scope(&record, victim, process);
  } else {
    record.victim_tid = arguments[0];
  }
  record.allocator_pid = current->tgid;
  bpf_probe_read_kernel_str(record.allocator_comm, sizeof(record.allocator_comm), current->comm);
  send(&record, sizeof(record));
  return 0;
}
