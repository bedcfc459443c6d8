/*
 * What the agent follows system-wide: programs by name, of users by id. A process that matches
 * when it executes, and is not already in a followed tree, begins a run.
 */
#ifndef SONDE_FILTERS_BPF_H
#define SONDE_FILTERS_BPF_H

/* Set by the loader. */
const volatile bool match_new_processes = false;
const volatile bool match_any_name = false;
const volatile bool match_any_user = false;
const volatile uint32_t own_pid = 0;

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, struct sonde_name);
  __type(value, uint8_t);
} names SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, uint32_t);
  __type(value, uint8_t);
} users SEC(".maps");

/* The kernel names a process after the file given to execve, a script's included, cut to 15
 * bytes; user space compares what is longer. */
static __always_inline bool matches_filters(struct task_struct *task)
{
  struct sonde_name name = {};
  uint32_t uid = task->cred->uid.val;

  if (!match_new_processes || task->tgid == own_pid)
    return false;
  if (!match_any_user && !bpf_map_lookup_elem(&users, &uid))
    return false;
  if (match_any_name)
    return true;
  bpf_probe_read_kernel_str(name.comm, sizeof(name.comm), task->comm);
  return bpf_map_lookup_elem(&names, &name) != NULL;
}

#endif
