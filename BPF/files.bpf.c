/*
 * Follows what processes do with files: which they open, map, rename and remove, and how many
 * bytes they read and write. And, as it comes by there anyway, which executions failed, and which
 * other calls of processes that then failed themselves, or of shells that said so.
 *
 * Hooks: sys_exit, sched_process_exec and sched_process_exit as BTF tracepoints; an iterator over
 * the elements of a map.
 *
 * Oldest kernel: 5.17 (bpf_loop, bpf_find_vma), with BTF.
 *
 * Why these: one program on the return of every call, with a table that says which matter, costs a
 * call that does not matter less than the tracepoints of each cost one that does, and sees results
 * and arguments at once. Which processes are followed, the ring and the counters are those of the
 * lifecycle programs, whose maps take the place of the ones declared here.
 */
#include "lib/kernel.bpf.h"

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#include "sonde_wire.h"

#include "lib/plain.bpf.h"
#include "lib/faults.bpf.h"
#include "lib/followed.bpf.h"
#include "lib/emit.bpf.h"
#include "lib/scratch.bpf.h"
#include "lib/paths.bpf.h"
#include "lib/arguments.bpf.h"
#include "lib/syscalls.bpf.h"
#include "lib/open_files.bpf.h"
#include "lib/mix.bpf.h"
#include "lib/identity.bpf.h"
#include "lib/file_table.bpf.h"
#include "lib/given_paths.bpf.h"

#include "hooks/exec_failed.bpf.h"
#include "hooks/opens.bpf.h"
#include "hooks/transfers.bpf.h"
#include "hooks/changes.bpf.h"
#include "hooks/failed_calls.bpf.h"
#include "hooks/not_found.bpf.h"
#include "hooks/file_totals.bpf.h"

/* Set by the loader: what each system call of this architecture means. */
const volatile uint8_t syscall_roles[SONDE_SYSCALLS] = {};

/* Which descriptors bytes went from and to; -1: none. */
struct transfer {
  int from;
  int to;
};

static __always_inline struct transfer transfer_of(struct pt_regs *registers, uint32_t role)
{
  int first = argument_of(registers, 0);

  switch (role) {
  case SONDE_ROLE_READ:
    return (struct transfer){first, -1};
  case SONDE_ROLE_WRITE:
    return (struct transfer){-1, first};
  case SONDE_ROLE_SENDFILE:
    return (struct transfer){argument_of(registers, 1), first};
  default:
    return (struct transfer){first, argument_of(registers, 2)};
  }
}

static __always_inline void use_files(struct task_struct *task, struct process *process,
                                      struct pt_regs *registers, uint32_t role, int64_t result)
{
  struct visit visit;

  if (role > SONDE_ROLE_OPENAT && role <= SONDE_ROLE_SPLICE && result <= 0)
    return;
  if (!enter_files(task, process, &visit))
    return;
  if (role <= SONDE_ROLE_OPENAT) {
    on_open(task, process, &visit, registers, role == SONDE_ROLE_OPENAT, result);
  } else if (role <= SONDE_ROLE_SPLICE) {
    struct transfer transfer = transfer_of(registers, role);

    count_transfer(task, process, &visit, transfer.from, result, false);
    count_transfer(task, process, &visit, transfer.to, result, true);
  } else {
    on_mmap(task, process, &visit, registers, result);
  }
  leave_files(process, &visit);
}

/* Each kind of call leads to one place: the verifier walks through all there is behind a place
 * each time that it is led there. */
static __always_inline void dispatch(struct task_struct *task, struct process *process,
                                     struct pt_regs *registers, uint32_t role, int64_t result)
{
  if (role <= SONDE_ROLE_MMAP) {
    use_files(task, process, registers, role, result);
  } else if (role == SONDE_ROLE_IO_URING) {
    if (result >= 0)
      __sync_fetch_and_or(&process->file_access, SONDE_FILE_IO_URING);
  } else if (role == SONDE_ROLE_EXECVE || role == SONDE_ROLE_EXECVEAT) {
    exec_failed(task, process, result, role == SONDE_ROLE_EXECVEAT);
  } else {
    on_change(task, process, registers, role, result);
  }
}

SEC("tp_btf/sys_exit")
int BPF_PROG(on_syscall_exit, struct pt_regs *registers, long result)
{
  uint32_t number = syscall_number(registers);
  struct failure failure = {};
  struct task_struct *task;
  struct process *process;
  bool has_failed, has_said;
  uint32_t role;

  if (number >= SONDE_SYSCALLS)
    return 0;
  role = syscall_roles[number];
  has_failed = is_telling(number, result, &failure);
  has_said = is_message(number, registers, result);
  if (role == SONDE_ROLE_NONE && !has_failed && !has_said)
    return 0;
  task = bpf_get_current_task_btf();
  process = find_followed(task);
  if (!process || is_compat_call(task))
    return 0;
  if (has_failed)
    call_failed(task, process, registers, &failure);
  if (has_said && process->flags & CALLS_FAILED)
    message_written(task, process, registers, result);
  if (role != SONDE_ROLE_NONE)
    dispatch(task, process, registers, role, result);
  return 0;
}

/* Never used: see the lifecycle programs. */
const struct sonde_file *layout_of_file __attribute__((unused));
const struct sonde_file_change *layout_of_file_change __attribute__((unused));
const struct sonde_failed_calls *layout_of_failed_calls __attribute__((unused));
const struct sonde_call *layout_of_call __attribute__((unused));

char LICENSE[] SEC("license") = "Dual MIT/GPL";
