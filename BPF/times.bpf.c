/*
 * Follows where the time of processes goes: each thread is on a processor, waits for one, or sleeps
 * until something has happened.
 *
 * Hooks: sched_switch, sched_wakeup, sched_wakeup_new, sched_process_fork and sched_process_exec as
 * BTF tracepoints; an iterator over tasks.
 *
 * Oldest kernel: 5.17, with BTF and CONFIG_SCHED_INFO. Throttling is told from 6.6 on.
 *
 * Why these: the switch is the one place that every thread passes when it begins and ceases to run;
 * how long it waited for a processor the kernel counts itself, so that nothing need be measured
 * between. A thread's account lies in its own task (task storage): a thread that is not followed
 * costs a switch or a wake-up the comparison of a pointer with NULL, a followed one some tens of
 * nanoseconds. Which processes are followed is for the lifecycle programs to say, whose map takes
 * the place of the one declared here; the sums go out with their exit record.
 */
#include "lib/kernel.bpf.h"

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#include "sonde_wire.h"

#include "lib/plain.bpf.h"
#include "lib/faults.bpf.h"
#include "lib/followed.bpf.h"
#include "lib/syscalls.bpf.h"
#include "lib/open_files.bpf.h"
#include "lib/waits.bpf.h"
#include "lib/throttling.bpf.h"
#include "lib/thread_times.bpf.h"

#include "hooks/times.bpf.h"

/* Never used: see the lifecycle programs. */
const struct sonde_exit *layout_of_exit __attribute__((unused));

char LICENSE[] SEC("license") = "Dual MIT/GPL";
