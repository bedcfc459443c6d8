/*
 * Paths, by walking dentries: bpf_d_path() is not allowed in these programs. The components are
 * written from the leaf to the root; user space turns them round. The walk ends at the process's
 * own root directory, so a path reads as the process itself would write it.
 */
#ifndef SONDE_PATHS_BPF_H
#define SONDE_PATHS_BPF_H

#define PATH_COMPONENTS 512
#define NAME_SIZE 256

/* What is needed of a directory entry, in the order in which the kernel has it. */
struct dentry_head {
  struct dentry *parent;
  uint64_t hash_len;
  const unsigned char *name;
};

static __always_inline void read_head(struct dentry *dentry, struct dentry_head *head)
{
  uint32_t parent = bpf_core_field_offset(struct dentry, d_parent);
  uint32_t hash_len = bpf_core_field_offset(struct dentry, d_name.hash_len);
  uint32_t name = bpf_core_field_offset(struct dentry, d_name.name);

  /* One read where the fields are neighbours, as they are in all kernels so far. */
  if (hash_len == parent + 8 && name == hash_len + 8) {
    bpf_probe_read_kernel(head, sizeof(*head), (void *)dentry + parent);
    return;
  }
  head->parent = BPF_CORE_READ(dentry, d_parent);
  head->hash_len = BPF_CORE_READ(dentry, d_name.hash_len);
  head->name = BPF_CORE_READ(dentry, d_name.name);
}

struct path_walk {
  struct dentry *dentry;
  struct vfsmount *mount;
  struct dentry *mount_root;
  struct dentry *root_dentry;
  struct vfsmount *root_mount;
  uint32_t start;
  uint32_t used;
  uint32_t complete;
};

static long path_step(uint32_t index, void *context)
{
  struct path_walk *walk = context;
  struct dentry *dentry = walk->dentry;
  struct vfsmount *vfsmount = walk->mount;
  struct dentry_head head = {};
  struct scratch *scratch;
  uint32_t used = walk->used;
  long size;

  if (dentry == walk->root_dentry && vfsmount == walk->root_mount) {
    walk->complete = 1;
    return 1;
  }
  if (dentry == walk->mount_root) {
    struct mount *mount = (void *)vfsmount - bpf_core_field_offset(struct mount, mnt);
    struct mount *above = BPF_CORE_READ(mount, mnt_parent);

    if (above == mount) { /* the top of the namespace, above the process's root or detached */
      walk->complete = 1;
      return 1;
    }
    walk->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
    vfsmount = (void *)above + bpf_core_field_offset(struct mount, mnt);
    walk->mount = vfsmount;
    walk->mount_root = BPF_CORE_READ(vfsmount, mnt_root);
    return 0;
  }
  scratch = find_scratch();
  if (!scratch || used >= TAIL_LIMIT || used - walk->start > SONDE_PATH_LIMIT - NAME_SIZE)
    return 1;
  read_head(dentry, &head);
  size = bpf_probe_read_kernel_str(&scratch->tail[used], NAME_SIZE, head.name);
  if (size <= 0)
    return 1;
  walk->used = used + size;
  walk->dentry = head.parent;
  if (walk->dentry == dentry) { /* a file system without a tree, such as memfd's */
    walk->complete = 1;
    return 1;
  }
  return 0;
}

#define PATH_CUT (1ULL << 32)

/* Walks and writes; returns the new end of the tail, with PATH_CUT when the beginning of the path is
 * missing. Not static, and given nothing but numbers, so that the verifier walks through it once and
 * not once for each place that calls it. */
__noinline uint64_t walk_path(uint64_t dentry, uint64_t mount, uint64_t root_dentry,
                              uint64_t root_mount, uint32_t used)
{
  struct vfsmount *vfsmount = (void *)mount;
  struct path_walk walk = {
    .dentry = (void *)dentry,
    .mount = vfsmount,
    .mount_root = BPF_CORE_READ(vfsmount, mnt_root),
    .root_dentry = (void *)root_dentry,
    .root_mount = (void *)root_mount,
    .start = used,
    .used = used,
  };

  bpf_loop(PATH_COMPONENTS, path_step, &walk, 0);
  return walk.used | (walk.complete ? 0 : PATH_CUT);
}

/* Appends a path to the tail, as the task would write it. Returns the new end of the tail; `cut`
 * tells whether the beginning of the path is missing. */
static __always_inline uint32_t append_path(struct dentry *dentry, struct vfsmount *mount,
                                            struct task_struct *task, uint32_t used, bool *cut)
{
  uint64_t end = walk_path((uint64_t)dentry, (uint64_t)mount,
                           (uint64_t)BPF_CORE_READ(task, fs, root.dentry),
                           (uint64_t)BPF_CORE_READ(task, fs, root.mnt), used);

  *cut = (end & PATH_CUT) != 0;
  return end;
}

#endif
