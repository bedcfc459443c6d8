/*
 * From a file descriptor to the file, and from the file to a number that stands for its path.
 *
 * Walking a path and copying its names is for the first time that a process uses it. What is done
 * each time only looks at the hashes that the kernel keeps of the names on the way to the root.
 */
#ifndef SONDE_DESCRIPTORS_BPF_H
#define SONDE_DESCRIPTORS_BPF_H

/* Directories further up are told apart by their address. */
#define IDENTITY_DEPTH 24

static __always_inline struct file *file_of(struct task_struct *task, int descriptor)
{
  struct fdtable *table = BPF_CORE_READ(task, files, fdt);
  struct file *file = NULL;
  struct file **files;

  if (descriptor < 0 || !table || (uint32_t)descriptor >= BPF_CORE_READ(table, max_fds))
    return NULL;
  files = BPF_CORE_READ(table, fd);
  bpf_probe_read_kernel(&file, sizeof(file), &files[descriptor]);
  return file;
}

static __always_inline uint64_t mix(uint64_t hash, uint64_t word)
{
  hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
  return hash ^ (hash >> 32);
}

/* The size bytes at the beginning of the scratch's slack, eight at a time. */
static __always_inline uint64_t mix_slack(struct scratch *scratch, uint64_t hash, uint32_t size)
{
  for (uint32_t at = 0; at < SONDE_PATH_LIMIT; at += 8) {
    uint64_t word = *(uint64_t *)&scratch->tail[TAIL_LIMIT + at];

    if (at + 8 >= size) {
      /* What lies behind the end is left from something else. */
      uint32_t unused = (at + 8 - size) * 8;

      return mix(hash, unused < 64 ? word << unused : 0);
    }
    hash = mix(hash, word);
  }
  return hash;
}

/* The kernel's hash of a name has 32 bits, too few for the many names of a large directory; for
 * the few directories above it they will do. Not for files of different mounts alone: the same
 * directory may be mounted twice. */
static __noinline uint64_t path_identity(struct file *file)
{
  struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
  struct scratch *scratch = find_scratch();
  uint64_t hash = mix(1, (uint64_t)BPF_CORE_READ(file, f_path.mnt));
  long size;

  if (!scratch)
    return 0;
  size = bpf_probe_read_kernel_str(&scratch->tail[TAIL_LIMIT], NAME_SIZE,
                                   BPF_CORE_READ(dentry, d_name.name));
  if (size > 0 && size <= NAME_SIZE)
    hash = mix_slack(scratch, hash, size);
  for (uint32_t depth = 0; depth < IDENTITY_DEPTH; depth++) {
    struct dentry *parent = BPF_CORE_READ(dentry, d_parent);

    hash = mix(hash, BPF_CORE_READ(dentry, d_name.hash_len));
    if (parent == dentry || !parent)
      return hash;
    dentry = parent;
  }
  return mix(hash, (uint64_t)dentry);
}

#endif
