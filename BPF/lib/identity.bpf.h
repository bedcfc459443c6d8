/*
 * From a file to a number that stands for its path.
 *
 * Walking a path and copying its names is for the first time that a process uses it. What is done
 * each time only looks at the hashes that the kernel keeps of the names on the way to the root.
 */
#ifndef SONDE_IDENTITY_BPF_H
#define SONDE_IDENTITY_BPF_H

/* Directories further up are told apart by their address. */
#define IDENTITY_DEPTH 24

struct word_walk {
  uint64_t hash;
  uint32_t at;
  uint32_t end;
};

static long mix_word(uint32_t index, void *context)
{
  struct word_walk *walk = context;
  struct scratch *scratch = find_scratch();
  uint32_t at = walk->at;

  if (!scratch || at >= walk->end || at >= TAIL_LIMIT + SONDE_PATH_LIMIT)
    return 1;
  walk->hash = mix(walk->hash, *(uint64_t *)&scratch->tail[at]);
  walk->at = at + 8;
  return 0;
}

/* The bytes at this place of the scratch, which must be a multiple of eight, eight at a time. What
 * lies behind their end is left from something else, so it is made zero first. */
static __always_inline uint64_t mix_bytes(struct scratch *scratch, uint64_t hash, uint32_t place,
                                          uint32_t size)
{
  struct word_walk walk = {.at = place + NAME_SIZE, .end = place + size};

  if (size > SONDE_PATH_LIMIT)
    return hash;
  *(uint64_t *)&scratch->tail[place + size] = 0;
  hash = mix(hash, size);
  for (uint32_t at = 0; at < NAME_SIZE && at < size; at += 8)
    hash = mix(hash, *(uint64_t *)&scratch->tail[place + at]);
  if (size <= NAME_SIZE)
    return hash;
  walk.hash = hash;
  bpf_loop(SONDE_PATH_LIMIT / 8, mix_word, &walk, 0);
  return walk.hash;
}

/* The kernel's hash of a name has 32 bits, too few for the many names of a large directory; for
 * the few directories above it they will do. Not for files of different mounts alone: the same
 * directory may be mounted twice. */
__noinline uint64_t identify(uint64_t address)
{
  struct file *file = (void *)address;
  struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
  struct scratch *scratch = find_scratch();
  uint64_t hash = mix(1, (uint64_t)BPF_CORE_READ(file, f_path.mnt));
  struct dentry_head head = {};
  long size;

  if (!scratch)
    return 0;
  read_head(dentry, &head);
  size = bpf_probe_read_kernel_str(&scratch->tail[TAIL_LIMIT], NAME_SIZE, head.name);
  if (size > 0 && size <= NAME_SIZE)
    hash = mix_bytes(scratch, hash, TAIL_LIMIT, size);
  for (uint32_t depth = 0; depth < IDENTITY_DEPTH; depth++) {
    hash = mix(hash, head.hash_len);
    if (head.parent == dentry || !head.parent)
      return hash;
    dentry = head.parent;
    read_head(dentry, &head);
  }
  return mix(hash, (uint64_t)dentry);
}

/* Pipes, sockets, memfd's files and the like hang in no tree, and have no path. The root of a file
 * system is its own parent too. */
static __always_inline bool has_path(struct file *file)
{
  struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);

  return BPF_CORE_READ(dentry, d_parent) != dentry ||
         BPF_CORE_READ(file, f_path.mnt, mnt_root) == dentry;
}

static __always_inline uint64_t path_identity(struct file *file)
{
  return identify((uint64_t)file);
}

#endif
