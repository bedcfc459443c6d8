/*
 * A number that stands for a process's namespaces and the mount of its root directory. What is behind
 * a number is sent once, when it is first seen, so that a container that is gone by the time anyone
 * looks is still told from the host; an execution carries the number alone.
 */
#ifndef SONDE_NAMESPACES_BPF_H
#define SONDE_NAMESPACES_BPF_H

/* User space remembers twice as many: what it has forgotten is sent again. */
#define SEEN_NAMESPACES 4096
#define MOST_ANCESTORS 4096

/* Where a record is composed: by tracepoints, which run with preemption off, and by a walk over
 * tasks, which may be interrupted by them. */
enum { PLACE_OF_EXECUTIONS = 0, PLACE_OF_WALKS = 1, PLACES };

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, SEEN_NAMESPACES);
  __type(key, uint64_t);
  __type(value, uint8_t);
} seen_namespaces SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, PLACES);
  __type(key, uint32_t);
  __type(value, struct sonde_namespaces);
} namespaces_places SEC(".maps");

/* Namespaces have numbers of their own since 6.18. Before, the address of one may be another's once
 * it is gone, its inode number too; of mount namespaces a serial number tells. */
static __always_inline uint64_t number_mounts(struct mnt_namespace *mounts)
{
  struct mnt_namespace___serial *old = (void *)mounts;

  if (bpf_core_field_exists(old->seq))
    return mix((uint64_t)mounts, old->seq);
  return (uint64_t)mounts;
}

#define NUMBER(namespace)                                        \
  (bpf_core_field_exists(struct ns_common___numbered, ns_id)     \
     ? ((struct ns_common___numbered *)&(namespace)->ns)->ns_id \
     : (uint64_t)(namespace))

/* The pid namespace that a task is in, which is not the one that its children will be in. */
static __always_inline struct pid_namespace *active_pid_namespace(struct task_struct *task)
{
  uint64_t pid = (uint64_t)BPF_CORE_READ(task, thread_pid);
  uint32_t level = BPF_CORE_READ((struct pid *)pid, level);
  struct pid_namespace *found = NULL;

  bpf_probe_read_kernel(&found, sizeof(found),
                        (void *)(pid + bpf_core_field_offset(struct pid, numbers) +
                                 level * bpf_core_type_size(struct upid) +
                                 bpf_core_field_offset(struct upid, ns)));
  return found;
}

/* Of the namespaces alone. */
static __always_inline uint64_t number_namespaces(struct task_struct *task)
{
  struct nsproxy *set = task->nsproxy;
  uint64_t hash = 1;

  if (bpf_core_field_exists(struct ns_common___numbered, ns_id))
    hash = mix(hash, NUMBER(set->mnt_ns));
  else
    hash = mix(hash, number_mounts(set->mnt_ns));
  hash = mix(hash, NUMBER(set->net_ns));
  hash = mix(hash, NUMBER(set->uts_ns));
  hash = mix(hash, NUMBER(set->ipc_ns));
  if (set->cgroup_ns)
    hash = mix(hash, NUMBER(set->cgroup_ns));
  hash = mix(hash, NUMBER(task->cred->user_ns));
  /* There is one of level 0, and most are in it. */
  if (task->thread_pid->level > 0)
    hash = mix(hash, (uint64_t)active_pid_namespace(task));
  return hash;
}

struct ancestor_walk {
  struct task_struct *task;
  uint32_t found;
};

static long ancestor_step(uint32_t index, void *context)
{
  struct ancestor_walk *walk = context;
  struct task_struct *parent = BPF_CORE_READ(walk->task, real_parent);

  if (parent == walk->task || !parent) {
    walk->found = parent != NULL;
    return 1;
  }
  walk->task = parent;
  return 0;
}

static __always_inline void compare_namespace(struct sonde_namespaces *record, uint32_t which,
                                              uint32_t inode, uint32_t hosts)
{
  record->inodes[which] = inode;
  if (inode != hosts)
    record->own |= 1 << which;
}

#define COMPARE(which, field)                                              \
  compare_namespace(record, which, BPF_CORE_READ(set, field, ns.inum), \
                    BPF_CORE_READ(hosts, field, ns.inum))

/* The first task of all, which is its own parent, is in the namespaces that the host began with. An
 * agent's own, and those of what it sees as process 1, may be a container's. */
static __always_inline void compare_namespaces(struct sonde_namespaces *record,
                                               struct task_struct *task)
{
  struct ancestor_walk walk = {.task = task};
  struct nsproxy *set = BPF_CORE_READ(task, nsproxy);
  struct nsproxy *hosts;

  bpf_loop(MOST_ANCESTORS, ancestor_step, &walk, 0);
  if (!walk.found)
    record->header.flags |= SONDE_NAMESPACES_HOST_UNKNOWN;
  hosts = BPF_CORE_READ(walk.task, nsproxy);
  COMPARE(SONDE_NAMESPACE_MOUNT, mnt_ns);
  COMPARE(SONDE_NAMESPACE_NETWORK, net_ns);
  COMPARE(SONDE_NAMESPACE_NAME, uts_ns);
  COMPARE(SONDE_NAMESPACE_IPC, ipc_ns);
  COMPARE(SONDE_NAMESPACE_CGROUP, cgroup_ns);
  compare_namespace(record, SONDE_NAMESPACE_USER, BPF_CORE_READ(task, cred, user_ns, ns.inum),
                    BPF_CORE_READ(walk.task, cred, user_ns, ns.inum));
  compare_namespace(record, SONDE_NAMESPACE_PID,
                    BPF_CORE_READ(active_pid_namespace(task), ns.inum),
                    BPF_CORE_READ(active_pid_namespace(walk.task), ns.inum));
  bpf_probe_read_kernel_str(record->node_name, sizeof(record->node_name),
                            BPF_CORE_READ(set, uts_ns, name.nodename));
}

/* Composes the record of a followed task's namespaces. Not static, and given nothing but numbers:
 * see walk_path. Returns whether there is one. */
__noinline int compose_namespaces(uint64_t address, uint64_t number, uint64_t namespaces,
                                  uint32_t place)
{
  struct task_struct *task = (void *)address;
  struct sonde_namespaces *record = bpf_map_lookup_elem(&namespaces_places, &place);
  struct process *process = find_followed(task);
  struct vfsmount *root = BPF_CORE_READ(task, fs, root.mnt);
  struct mount *mount = (void *)root - bpf_core_field_offset(struct mount, mnt);

  if (!record || !process)
    return 0;
  __builtin_memset(record, 0, sizeof(*record));
  fill_header(&record->header, SONDE_KIND_NAMESPACES, sizeof(*record), process);
  record->number = number;
  record->namespaces = namespaces;
  compare_namespaces(record, task);
  bpf_probe_read_kernel_str(record->root_type, sizeof(record->root_type),
                            BPF_CORE_READ(root, mnt_sb, s_type, name));
  bpf_probe_read_kernel_str(record->root_source, sizeof(record->root_source),
                            BPF_CORE_READ(mount, mnt_devname));
  return 1;
}

/* The record that was last composed there. */
static __always_inline struct sonde_namespaces *composed_namespaces(uint32_t place)
{
  return bpf_map_lookup_elem(&namespaces_places, &place);
}

/* Whether user space has not been told of it. */
static __always_inline bool is_new(uint64_t number)
{
  uint8_t yes = 1;

  if (bpf_map_lookup_elem(&seen_namespaces, &number))
    return false;
  bpf_map_update_elem(&seen_namespaces, &number, &yes, BPF_ANY);
  return true;
}

/* The number for the namespaces and the root of a task; makes sure that user space knows what it
 * stands for. */
static __always_inline uint64_t note_namespaces(struct task_struct *task)
{
  uint64_t namespaces = number_namespaces(task);
  uint64_t number = mix(namespaces, (uint64_t)task->fs->root.mnt);

  if (is_new(number) &&
      compose_namespaces((uint64_t)task, number, namespaces, PLACE_OF_EXECUTIONS)) {
    struct sonde_namespaces *record = composed_namespaces(PLACE_OF_EXECUTIONS);

    if (record)
      send(record, sizeof(*record));
  }
  return number;
}

#endif
