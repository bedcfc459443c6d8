/*
 * Which functions of programs run.
 *
 * Hooks: user-space probes at function entries, many to a link (6.6) or one by one;
 * sched_process_fork, sched_process_exec, sched_process_exit and sys_exit as BTF tracepoints.
 *
 * Oldest kernel: 5.15 (bpf_get_attach_cookie), with BTF.
 *
 * Why these: a probe at an entry fires before the function's first instruction, needs no change to
 * the program, and can be removed once it has spoken. It costs a call some microseconds, so the
 * reader removes it at its first hit; a program cannot remove its own probe. The tracepoints keep
 * the set of processes whose hits count, and tell of code that comes to be mapped: together less
 * than a microsecond for each process and mapping. They are attached for as long as somebody asks
 * for coverage, and not otherwise.
 */
#include "lib/kernel.bpf.h"

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#include "sonde_signals.h"

#include "lib/plain.bpf.h"
#include "lib/faults.bpf.h"
#include "lib/signals.bpf.h"
#include "lib/open_files.bpf.h"
#include "lib/syscalls.bpf.h"

#include "hooks/function.bpf.h"
#include "hooks/watched.bpf.h"
#include "hooks/mapped.bpf.h"

/* Never used: the compiler describes only what a global mentions, and the loader compares the
 * records' layouts with its own. */
const struct sonde_signal *layout_of_signal __attribute__((unused));
const struct sonde_probe_state *layout_of_probe_state __attribute__((unused));
const struct sonde_signal_counters *layout_of_signal_counters __attribute__((unused));

char LICENSE[] SEC("license") = "Dual MIT/GPL";
