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

/* An address as a number: the verifier has no arithmetic with pointers to kernel types. */
static __always_inline uint64_t read_address(const void *where)
{
  uint64_t address = 0;

  bpf_probe_read_kernel(&address, sizeof(address), where);
  return address;
}

/* Namespaces have numbers of their own since 6.18. Before, the address of one may be another's once
 * it is gone, its inode number too. */
#define NUMBERED bpf_core_field_exists(struct ns_common___numbered, ns_id)
#define NUMBER(holder, field)                                              \
  (NUMBERED ? ((struct ns_common___numbered *)&(holder)->field->ns)->ns_id \
            : read_address(&(holder)->field))

/* Of mount namespaces a serial number tells. */
static __always_inline uint64_t mounts_serial(struct mnt_namespace *mounts)
{
  struct mnt_namespace___serial *old = (void *)mounts;

  return bpf_core_field_exists(old->seq) ? old->seq : 0;
}

/* Where the address is of the pid namespace that a task is in, which is not the one that its children
 * will be in. */
static __always_inline uint64_t pid_namespace_field(struct task_struct *task)
{
  uint64_t pid = (uint64_t)BPF_CORE_READ(task, thread_pid);
  uint32_t level = BPF_CORE_READ((struct pid *)pid, level);

  return pid + bpf_core_field_offset(struct pid, numbers) +
         level * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, ns);
}

/* The host's, once a process was seen in them: the set that the kernel began with, which it never
 * frees, and the numbers for it. Looking into seven namespaces costs as many cache misses. */
volatile uint64_t host_set = 0;
volatile uint64_t host_user = 0;
volatile uint64_t host_number = 0;

/* Of the namespaces alone. */
static __always_inline uint64_t number_namespaces(struct task_struct *task)
{
  struct nsproxy *set = task->nsproxy;
  uint64_t hash;

  if (host_set && read_address(&task->nsproxy) == host_set &&
      read_address(&task->cred->user_ns) == host_user && task->thread_pid->level == 0)
    return host_number;
  hash = mix(1, NUMBER(set, mnt_ns));

  if (!NUMBERED)
    hash = mix(hash, mounts_serial(set->mnt_ns));
  hash = mix(hash, NUMBER(set, net_ns));
  hash = mix(hash, NUMBER(set, uts_ns));
  hash = mix(hash, NUMBER(set, ipc_ns));
  hash = mix(hash, NUMBER(set, cgroup_ns));
  hash = mix(hash, NUMBER(task->cred, user_ns));
  /* There is one of level 0, and most are in it. */
  if (task->thread_pid->level > 0)
    hash = mix(hash, read_address((void *)pid_namespace_field(task)));
  return hash;
}

/* With the root directory's mount. */
static __always_inline uint64_t number_place(struct task_struct *task, uint64_t namespaces)
{
  return mix(namespaces, read_address(&task->fs->root.mnt));
}

struct ancestor_walk {
  struct task_struct *task;
  uint32_t found;
};

static long ancestor_step(uint32_t index, void *context)
{
  struct ancestor_walk *walk = context;
  struct task_struct *task = walk->task;
  struct task_struct *parent = BPF_CORE_READ(task, real_parent);

  if (parent == task || !parent) {
    walk->found = parent != NULL;
    return 1;
  }
  walk->task = parent;
  return 0;
}

/* The first task of all, which is its own parent; 0 when the walk does not come to it. This and the
 * next two are functions of their own, like compose_namespaces: what they need of the stack would be
 * too much there. */
__noinline uint64_t first_task(uint64_t address)
{
  struct ancestor_walk walk = {.task = (void *)address};

  bpf_loop(MOST_ANCESTORS, ancestor_step, &walk, 0);
  return walk.found ? (uint64_t)walk.task : 0;
}

/* The inode number of the namespace that a field of the holder leads to. */
__noinline uint32_t inode_at(uint64_t holder, uint32_t field, uint32_t inode)
{
  uint64_t namespace = 0;
  uint32_t number = 0;

  bpf_probe_read_kernel(&namespace, sizeof(namespace), (void *)(holder + field));
  bpf_probe_read_kernel(&number, sizeof(number), (void *)(namespace + inode));
  return number;
}

#define COMPARE(which, left, right, holder, field, kind)                    \
  do {                                                                      \
    uint32_t place = bpf_core_field_offset(struct holder, field);           \
    uint32_t inode = bpf_core_field_offset(struct kind, ns.inum);           \
                                                                            \
    record->inodes[which] = inode_at((uint64_t)(left), place, inode);       \
    if (record->inodes[which] != inode_at((uint64_t)(right), place, inode)) \
      record->own |= 1 << (which);                                          \
  } while (0)

/* The first task of all is in the namespaces that the host began with. An agent's own, and those of what it sees as process 1, may be a container's. */
static __always_inline void compare_namespaces(struct sonde_namespaces *record,
                                               struct task_struct *task)
{
  struct task_struct *first = (void *)first_task((uint64_t)task);
  struct nsproxy *set = BPF_CORE_READ(task, nsproxy);
  struct nsproxy *hosts = BPF_CORE_READ(first, nsproxy);
  uint32_t inode = bpf_core_field_offset(struct pid_namespace, ns.inum);

  if (!first)
    record->header.flags |= SONDE_NAMESPACES_HOST_UNKNOWN;
  COMPARE(SONDE_NAMESPACE_MOUNT, set, hosts, nsproxy, mnt_ns, mnt_namespace);
  COMPARE(SONDE_NAMESPACE_NETWORK, set, hosts, nsproxy, net_ns, net);
  COMPARE(SONDE_NAMESPACE_NAME, set, hosts, nsproxy, uts_ns, uts_namespace);
  COMPARE(SONDE_NAMESPACE_IPC, set, hosts, nsproxy, ipc_ns, ipc_namespace);
  COMPARE(SONDE_NAMESPACE_CGROUP, set, hosts, nsproxy, cgroup_ns, cgroup_namespace);
  COMPARE(SONDE_NAMESPACE_USER, BPF_CORE_READ(task, cred), BPF_CORE_READ(first, cred), cred,
          user_ns, user_namespace);
  record->inodes[SONDE_NAMESPACE_PID] = inode_at(pid_namespace_field(task), 0, inode);
  if (record->inodes[SONDE_NAMESPACE_PID] != inode_at(pid_namespace_field(first), 0, inode))
    record->own |= 1 << SONDE_NAMESPACE_PID;
  if (first && !record->own && set == hosts) {
    const struct cred *owner = BPF_CORE_READ(first, cred);

    host_user = read_address(&owner->user_ns);
    host_number = record->namespaces;
    /* Last: the others are read once this is there. */
    __sync_lock_test_and_set(&host_set, (uint64_t)hosts);
  }
}

/* The texts of a record that is being composed. */
__noinline int describe_namespaces(uint64_t address, uint32_t place)
{
  struct task_struct *task = (void *)address;
  struct sonde_namespaces *record = bpf_map_lookup_elem(&namespaces_places, &place);
  struct uts_namespace *names = BPF_CORE_READ(task, nsproxy, uts_ns);
  struct vfsmount *root = BPF_CORE_READ(task, fs, root.mnt);
  struct mount *mount = (void *)root - bpf_core_field_offset(struct mount, mnt);

  if (!record)
    return 0;
  bpf_probe_read_kernel_str(record->node_name, sizeof(record->node_name), &names->name.nodename);
  bpf_probe_read_kernel_str(record->root_type, sizeof(record->root_type),
                            BPF_CORE_READ(root, mnt_sb, s_type, name));
  bpf_probe_read_kernel_str(record->root_source, sizeof(record->root_source),
                            BPF_CORE_READ(mount, mnt_devname));
  return 0;
}

/* Composes the record of a followed task's namespaces. Not static, and given nothing but numbers:
 * see walk_path. Returns whether there is one. */
__noinline int compose_namespaces(uint64_t address, uint64_t number, uint64_t namespaces,
                                  uint32_t place)
{
  struct task_struct *task = (void *)address;
  struct sonde_namespaces *record = bpf_map_lookup_elem(&namespaces_places, &place);
  struct process *process = find_followed(task);

  if (!record || !process)
    return 0;
  __builtin_memset(record, 0, sizeof(*record));
  fill_header(&record->header, SONDE_KIND_NAMESPACES, sizeof(*record), process);
  record->number = number;
  record->namespaces = namespaces;
  compare_namespaces(record, task);
  describe_namespaces(address, place);
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
  uint64_t number = number_place(task, namespaces);

  if (is_new(number) &&
      compose_namespaces(read_address(&task), number, namespaces, PLACE_OF_EXECUTIONS)) {
    struct sonde_namespaces *record = composed_namespaces(PLACE_OF_EXECUTIONS);

    if (record)
      send(record, sizeof(*record));
  }
  return number;
}

#endif
