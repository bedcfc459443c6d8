/*
 * Paths as they were given to a system call that left nothing to walk: the string, and the
 * directory that it is relative to.
 */
#ifndef SONDE_GIVEN_PATHS_BPF_H
#define SONDE_GIVEN_PATHS_BPF_H

struct given_path {
  uint32_t given_size; /* without a NUL */
  uint32_t path_size;
  bool cut;
};

/* Appends the directory that `directory` stands for: a descriptor, or AT_FDCWD. */
static __noinline uint32_t append_directory(struct task_struct *task, int directory, uint32_t used,
                                            bool *cut)
{
  struct dentry *dentry;
  struct vfsmount *mount;
  struct file *file;

  if (!task || !cut)
    return used;
  if (directory == AT_FDCWD) {
    dentry = BPF_CORE_READ(task, fs, pwd.dentry);
    mount = BPF_CORE_READ(task, fs, pwd.mnt);
  } else {
    file = file_of(task, directory);
    if (!file) {
      *cut = true;
      return used;
    }
    dentry = BPF_CORE_READ(file, f_path.dentry);
    mount = BPF_CORE_READ(file, f_path.mnt);
  }
  return append_path(dentry, mount, task, used, cut);
}

/* Appends the string to the tail, then its directory unless it is absolute. Returns the new end of
 * the tail. */
static __always_inline uint32_t append_given(struct scratch *scratch, struct task_struct *task,
                                             int directory, uint64_t string, uint32_t used,
                                             struct given_path *given)
{
  uint32_t before;
  long size;

  given->given_size = 0;
  given->path_size = 0;
  given->cut = false;
  if (used >= TAIL_LIMIT)
    return used;
  size = bpf_probe_read_user_str(&scratch->tail[used], SONDE_PATH_LIMIT, (void *)string);
  if (size <= 0 || size > SONDE_PATH_LIMIT) {
    given->cut = true;
    return used;
  }
  /* An empty one stands for the descriptor itself (AT_EMPTY_PATH). */
  given->given_size = size - 1;
  before = used + size - 1;
  if (size > 1 && scratch->tail[used] == '/')
    return before;
  used = append_directory(task, directory, before, &given->cut);
  given->path_size = used - before;
  return used;
}

#endif
