/*
 * Control groups by id; the path of each is sent once, when it is first seen, so that a container
 * that is gone by the time anyone looks still has its name.
 */
#ifndef SONDE_CGROUPS_BPF_H
#define SONDE_CGROUPS_BPF_H

#define CGROUP_DEPTH 32

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, uint64_t);
  __type(value, uint8_t);
} seen_cgroups SEC(".maps");

/* The unified hierarchy's group, unless that is its root while a version 1 memory hierarchy is
 * in use: there the containers of a hybrid system are told apart. */
static __always_inline struct kernfs_node *cgroup_node(struct task_struct *task)
{
  struct css_set *set = task->cgroups;
  struct cgroup *group = set->dfl_cgrp;
  uint32_t memory = bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id);

  if (group->level == 0 && memory < 16) {
    struct cgroup_subsys_state *state = NULL;

    bpf_probe_read_kernel(&state, sizeof(state), &set->subsys[memory]);
    if (state)
      return BPF_CORE_READ(state, cgroup, kn);
  }
  return group->kn;
}

static __always_inline struct kernfs_node *parent_node(struct kernfs_node *node)
{
  struct kernfs_node___new *renamed = (void *)node;

  if (bpf_core_field_exists(renamed->__parent))
    return BPF_CORE_READ(renamed, __parent);
  return BPF_CORE_READ(node, parent);
}

static __noinline int send_cgroup(struct kernfs_node *node, uint64_t id, struct process *process)
{
  struct scratch *scratch = find_scratch();
  struct sonde_cgroup *record;
  uint32_t used = 0;
  uint32_t depth;

  if (!scratch || !process)
    return 0;
  /* The tail begins where this record's fixed part ends. */
  record = (struct sonde_cgroup *)&scratch->tail[TAIL_LIMIT];
  for (depth = 0; depth < CGROUP_DEPTH; depth++) {
    struct kernfs_node *above = parent_node(node);
    long size;

    if (!above || used > SONDE_PATH_LIMIT - NAME_SIZE)
      break;
    size = bpf_probe_read_kernel_str(
      &scratch->tail[TAIL_LIMIT + sizeof(*record) + (used & (SONDE_PATH_LIMIT - 1))], NAME_SIZE,
      BPF_CORE_READ(node, name));
    if (size <= 0 || size > NAME_SIZE)
      break;
    used += size;
    node = above;
  }
  fill_header(&record->header, SONDE_KIND_CGROUP, sizeof(*record) + used, process);
  record->cgroup_id = id;
  record->path_size = used;
  record->cut = parent_node(node) != NULL;
  send(record, sizeof(*record) + (used & (SONDE_PATH_LIMIT - 1)));
  return 0;
}

/* The id of a control group; makes sure that user space knows its path. Must come before another
 * record is composed: both use the scratch. */
static __always_inline uint64_t note_group(struct kernfs_node *node, struct process *process)
{
  uint64_t id = BPF_CORE_READ(node, id);
  uint8_t yes = 1;

  if (!bpf_map_lookup_elem(&seen_cgroups, &id)) {
    bpf_map_update_elem(&seen_cgroups, &id, &yes, BPF_ANY);
    send_cgroup(node, id, process);
  }
  return id;
}

/* The same of the group that a task is in. */
static __always_inline uint64_t note_cgroup(struct task_struct *task, struct process *process)
{
  return note_group(cgroup_node(task), process);
}

#endif
