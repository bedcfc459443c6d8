/*
 * The arguments of the system call that a task is in, from its saved registers. On arm64 the
 * first argument's register already holds the result when a call returns; the kernel keeps the
 * original beside it.
 */
#ifndef SONDE_SYSCALLS_BPF_H
#define SONDE_SYSCALLS_BPF_H

/* The number of write(2). */
#if defined(__TARGET_ARCH_x86)
#define SYS_WRITE 1
#else
#define SYS_WRITE 64
#endif

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
#if defined(__TARGET_ARCH_x86)
struct pt_regs {
  unsigned long di, si, dx, r10, r8, r9, orig_ax;
};
struct thread_info {
  uint32_t status;
};
struct task_struct___registers {
  struct thread_info thread_info;
};
#elif defined(__TARGET_ARCH_arm64)
struct user_pt_regs {
  unsigned long regs[31];
};
struct pt_regs {
  struct user_pt_regs user_regs;
  unsigned long orig_x0;
  int32_t syscallno;
};
struct thread_info {
  unsigned long flags;
};
struct task_struct___registers {
  struct thread_info thread_info;
};
#else
#error "registers of this architecture are not described"
#endif
#pragma clang attribute pop

static __always_inline uint64_t argument_of(struct pt_regs *registers, int index)
{
#if defined(__TARGET_ARCH_x86)
  return index == 0   ? registers->di
         : index == 1 ? registers->si
         : index == 2 ? registers->dx
         : index == 3 ? registers->r10
         : index == 4 ? registers->r8
                      : registers->r9;
#else
  return index == 0 ? registers->orig_x0 : registers->user_regs.regs[index];
#endif
}

static __always_inline uint64_t syscall_argument(struct task_struct *task, int index)
{
  return argument_of((struct pt_regs *)bpf_task_pt_regs(task), index);
}

static __always_inline uint32_t syscall_number(struct pt_regs *registers)
{
#if defined(__TARGET_ARCH_x86)
  return registers->orig_ax;
#else
  return registers->syscallno;
#endif
}

/* Whether the call came from a 32-bit program, whose numbers mean other calls: TS_COMPAT in
 * arch/x86/include/asm/thread_info.h, TIF_32BIT in arch/arm64/include/asm/thread_info.h. */
static __always_inline bool is_compat_call(struct task_struct *task)
{
  struct task_struct___registers *thread = (void *)task;

#if defined(__TARGET_ARCH_x86)
  return thread->thread_info.status & 0x2;
#else
  return thread->thread_info.flags & (1UL << 22);
#endif
}

#endif
