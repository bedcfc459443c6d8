/*
 * Follows processes from first fork to last exit.
 *
 * Hooks: sched_process_fork, sched_process_exec, sched_process_exit, sched_switch, sys_exit and
 * signal_generate as BTF tracepoints; oom/mark_victim as a raw one; iterators over tasks.
 *
 * Oldest kernel: 5.17 (bpf_loop), with BTF.
 *
 * Why these: they are all that is needed to see each process once at each turn of its life, they
 * exist wherever BTF does, and none needs a trampoline or a kprobe. A process that is not followed
 * costs one look-up in a hash map; a context switch or a system call one comparison. A followed
 * process costs its pipeline about one hundredth of what the kernel itself spends to create and end
 * it.
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
#include "lib/filters.bpf.h"
#include "lib/memory.bpf.h"
#include "lib/paths.bpf.h"
#include "lib/arguments.bpf.h"
#include "lib/cgroups.bpf.h"
#include "lib/mix.bpf.h"
#include "lib/namespaces.bpf.h"
#include "lib/syscalls.bpf.h"

#include "hooks/fork.bpf.h"
#include "hooks/exec.bpf.h"
#include "hooks/exec_failed.bpf.h"
#include "hooks/execve_exit.bpf.h"
#include "hooks/signal.bpf.h"
#include "hooks/exit.bpf.h"
#include "hooks/oom.bpf.h"
#include "hooks/iterators.bpf.h"

/* Never used: the compiler describes only what a global mentions, and the loader compares the
 * records' layouts with its own. */
const struct sonde_fork *layout_of_fork __attribute__((unused));
const struct sonde_exec *layout_of_exec __attribute__((unused));
const struct sonde_exec_failed *layout_of_exec_failed __attribute__((unused));
const struct sonde_exit *layout_of_exit __attribute__((unused));
const struct sonde_oom *layout_of_oom __attribute__((unused));
const struct sonde_cgroup *layout_of_cgroup __attribute__((unused));
const struct sonde_namespaces *layout_of_namespaces __attribute__((unused));
const struct sonde_seed *layout_of_seed __attribute__((unused));
const struct sonde_sample *layout_of_sample __attribute__((unused));

/* A licence is asked of programs that use GPL-only helpers, such as bpf_probe_read_kernel. */
char LICENSE[] SEC("license") = "Dual MIT/GPL";
