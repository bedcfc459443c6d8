/*
 * From a file descriptor to the file.
 */
#ifndef SONDE_OPEN_FILES_BPF_H
#define SONDE_OPEN_FILES_BPF_H

static __always_inline struct file *file_of(struct task_struct *task, int descriptor)
{
  struct fdtable *table = plain_task(task)->files->fdt;
  struct file **files = table->fd;
  struct file *file = NULL;

  if (descriptor < 0 || (uint32_t)descriptor >= table->max_fds)
    return NULL;
  bpf_probe_read_kernel(&file, sizeof(file), &files[descriptor]);
  return file;
}

#endif
