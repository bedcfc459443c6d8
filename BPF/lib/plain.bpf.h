/*
 * Tasks as plain pointers, which the verifier asks nothing about.
 *
 * Since 6.2 it looks whether what is read through a trusted pointer is to be trusted too: for each
 * such pointer it goes through all of the kernel's types by name, up to four times and anew on each
 * path through a program (btf_nested_type_is_trusted() in kernel/bpf/verifier.c). That was half of
 * what loading took. Programs that only read need no trust; a plain pointer costs nothing, since the
 * verifier replaces the call by a move.
 */
#ifndef SONDE_PLAIN_BPF_H
#define SONDE_PLAIN_BPF_H

extern void *bpf_rdonly_cast(const void *object, uint32_t type) __weak __ksym;
extern int LINUX_KERNEL_VERSION __kconfig;
#define SONDE_LINUX_6_2 (6 << 16 | 2 << 8)

static __always_inline struct task_struct *plain_task(struct task_struct *task)
{
  if (LINUX_KERNEL_VERSION < SONDE_LINUX_6_2)
    return task;
  return bpf_rdonly_cast(task, bpf_core_type_id_kernel(struct task_struct));
}

#endif
