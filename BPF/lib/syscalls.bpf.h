/*
 * The arguments of the system call that a task is in, from its saved registers. On arm64 the
 * first argument's register already holds the result when a call returns; the kernel keeps the
 * original beside it.
 */
#ifndef SONDE_SYSCALLS_BPF_H
#define SONDE_SYSCALLS_BPF_H

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
#if defined(__TARGET_ARCH_x86)
struct pt_regs {
  unsigned long di, si, dx;
};
#elif defined(__TARGET_ARCH_arm64)
struct user_pt_regs {
  unsigned long regs[31];
};
struct pt_regs {
  struct user_pt_regs user_regs;
  unsigned long orig_x0;
};
#else
#error "registers of this architecture are not described"
#endif
#pragma clang attribute pop

static __always_inline uint64_t syscall_argument(struct task_struct *task, int index)
{
  struct pt_regs *registers = (struct pt_regs *)bpf_task_pt_regs(task);

#if defined(__TARGET_ARCH_x86)
  return index == 0   ? BPF_CORE_READ(registers, di)
         : index == 1 ? BPF_CORE_READ(registers, si)
                      : BPF_CORE_READ(registers, dx);
#else
  return index == 0 ? BPF_CORE_READ(registers, orig_x0)
                    : BPF_CORE_READ(registers, user_regs.regs[index]);
#endif
}

#endif
