/*
 * What control groups are to the kernel: as far as it is read here, like the rest of kernel.bpf.h,
 * which includes this where its declarations are told to be relocated.
 */
#ifndef SONDE_KERNEL_CGROUPS_BPF_H
#define SONDE_KERNEL_CGROUPS_BPF_H

struct kernfs_node {
  const char *name;
  uint64_t id;
  struct kernfs_node *parent;
};
/* Commit 633488947ef6 (6.15) renamed the field. */
struct kernfs_node___new {
  struct kernfs_node *__parent;
};

struct cgroup;
struct cgroup_subsys_state {
  struct cgroup *cgroup;
  struct cgroup_subsys_state *parent;
};
struct cgroup {
  int level;
  struct kernfs_node *kn;
};
struct css_set {
  struct cgroup_subsys_state *subsys[16];
  struct cgroup *dfl_cgrp;
};
enum cgroup_subsys_id { memory_cgrp_id = 4 };
/* In pages. */
struct page_counter {
  atomic64_t usage;
  unsigned long max;
};
struct mem_cgroup {
  struct cgroup_subsys_state css;
  struct page_counter memory;
  atomic64_t memory_events_local[9];
};
enum memcg_memory_event { MEMCG_OOM = 3 };

#endif
