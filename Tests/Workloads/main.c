// Test workloads with known event counts.
//
// A tracer's tests need something to trace whose true numbers are known beforehand: so many
// processes, this exit status, that many failed execs. Each workload here does one such thing,
// the same way every time, and `measure` adds the kernel's own word (wait status, rusage, I/O
// accounting) for anything it runs. Tests pass prime sizes, so that a count that is right by
// accident, or doubled, shows.
//
// One file per family; the table below is the list. Workloads print nothing unless their help
// says so; what they print is one line. None of them searches PATH by trial: a command is looked
// up first and executed once, so there are no failed execs but those asked for.
//
// Nothing but the C library is needed. For a benchmark, link it statically: loading shared
// libraries costs several times what a noop is.

#include "workloads.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
  const char *name, *syntax, *help;
  workload *run;
} table[] = {
    {"measure", "[--output FILE] -- CMD ARG...",
     "run CMD; append a JSON line of what the kernel says of it; exit as CMD did", measure},
    {"noop", "[ARG...]", "exit with 0 at once", NULL},
    {"spin", "SECONDS [--system]", "use that much CPU time, in user or in kernel mode", spin},
    {"threads", "N SECONDS [--no-join]",
     "N threads use SECONDS of CPU each; --no-join: the group dies while they exit", threads},
    {"sleep-threads", "N SECONDS", "N threads sleep; the main thread joins them", sleep_threads},
    {"leader-exits-first", "CODE",
     "the main thread ends; then, seen as a zombie, another calls exit(CODE)", leader_exits_first},
    {"leader-exits-first", "--all-pthread-exit", "the other thread ends by pthread_exit too",
     leader_exits_first},
    {"leader-exits-first", "--raw LEADER_CODE LAST_CODE",
     "both end by the bare exit system call, each with its code", leader_exits_first},
    {"exec-from-thread", "CMD ARG...", "a second thread executes CMD", exec_from_thread},
    {"vfork-exec", "CMD ARG...", "vfork, exec, wait; exit as CMD did", vfork_exec},
    {"vfork-exit", "CODE", "a vfork child leaves with CODE without exec; exit as it did",
     vfork_exit},
    {"posix-spawn", "N CMD ARG...", "posix_spawn CMD N times, one after the other",
     posix_spawn_many},
    {"big-parent", "MB CMD ARG...", "touch MB, then fork and exec CMD; exit as CMD did",
     big_parent},
    {"orphan", "CMD ARG...",
     "a reparented grandchild executes CMD 0.3 s after its parent's end; prints its pid", orphan},
    {"fork-no-exec", "N", "N children, one after the other, leave with 0, 1, ... (mod 256)",
     fork_no_exec},
    {"fork-tree", "DEPTH WIDTH",
     "every process down to DEPTH forks WIDTH at once; prints how many were forked", fork_tree},
    {"pause-many", "N SECONDS", "N processes sleep; the parent reaps them", pause_many},
    {"storm", "N P [--exec PATH] [--fork]",
     "N processes, P at a time, vfork (or fork) and exec PATH or noop; prints how many it reaped",
     storm},
    {"exit", "CODE", "exit with CODE", exit_with},
    {"raise", "SIG [--core]", "send SIG to the own thread (tgkill)", raise_signal},
    {"self-kill", "SIG [--core]", "send SIG to the own process (kill)", self_kill},
    {"segv", "[--core]", "write to memory that must not be touched", segv},
    {"abort", "[--core]", "call abort", abort_self},
    {"kill-child", "SIG", "kill a pausing child with SIG; prints its pid and wait status",
     kill_child},
    {"failed-execs", "N [EACCES_N [ENOEXEC_N]]",
     "N execs of a missing file, then of two unfit ones (once each by default); prints counts",
     failed_execs},
    {"bad-interpreter", "[N]", "N (1) execs of a script whose #! names nothing; prints counts",
     bad_interpreter},
    {"long-argv", "BYTES", "exec noop with an argument block of exactly BYTES", long_argv},
    {"many-args", "N", "exec noop with the further arguments 1, 2, ... N", many_args},
    {"raw-args", "", "exec noop with bytes that are hard to print", raw_args},
    {"deep-cwd", "N", "run noop N nested directories down; prints the topmost and the depth",
     deep_cwd},
    {"allocate", "MB [--free-first]", "touch MB and exit, having unmapped it or not", allocate},
    {"oom", "MB", "touch memory page by page until MB, to be killed on the way", oom},
    {"io", "READ_BYTES WRITE_BYTES FILE",
     "write FILE, read it back; prints what its own counters will be when it has exited", io},
    {"files", "DIR", "open, read, write, map and rename files in DIR in every way there is",
     file_ways},
    {"own-namespaces", "N CMD ARG...",
     "N processes, one after the other, execute CMD in a UTS namespace each", own_namespaces},
    {"file-ring", "FILE", "write FILE, and have an io_uring", file_ring},
    {"file-many", "DIR N TIMES",
     "open N files of DIR in turn, TIMES over, writing 3 bytes each time", file_many},
    {"file-threads", "DIR N TIMES",
     "N threads open one file of all and one of their own, TIMES each", file_threads},
    {"file-crowd", "DIR N FILES TIMES",
     "N threads open each of FILES files, a common one and a missing one in turn, TIMES over",
     file_crowd},
    {"file-mounts", "DIR", "write DIR/only-here, on a file system that nobody else sees",
     file_mounts},
    {"wait-for", "WHAT SECONDS",
     "wait for a pipe, polled-pipe, local-socket, network, selected-network, child, vfork, lock, "
     "time or select",
     wait_for},
    {"storage", "read|sync|map FILE MB",
     "make FILE and wait for its device; prints the seconds that were not CPU time", storage},
    {"pid-reuse", "", "two processes in turn with the same pid leave with 3 and 5; prints the pid",
     pid_reuse},
    {"ring-reads", "N [CMD ARG...]",
     "N reads of 64 KiB by io_uring's workers; then execute CMD, if there is one", ring_reads},
};

enum { TABLE_SIZE = sizeof(table) / sizeof(table[0]) };

static int help(void) {
  printf("usage: workloads NAME ARG...\n\n");
  for (int i = 0; i < TABLE_SIZE; i++) {
    printf("%s%s%s\n    %s\n", table[i].name, table[i].syntax[0] != '\0' ? " " : "",
           table[i].syntax, table[i].help);
  }
  printf("\nCommands are looked up in PATH. SIG is a number or a name. Wrong use and broken\n"
         "promises exit with %d, a command that cannot be executed with 127.\n",
         EXIT_BROKEN);
  return 0;
}

int main(int argc, char **argv) {
  // Before all else, for this is what a storm runs ten thousand times.
  if (argc > 1 && strcmp(argv[1], "noop") == 0) _exit(0);

  if (argc < 2) fail("no workload named; try --help");
  if (strcmp(argv[1], "--help") == 0) return help();
  for (int i = 0; i < TABLE_SIZE; i++) {
    if (strcmp(argv[1], table[i].name) == 0) return table[i].run(argc - 1, argv + 1);
  }
  fail("there is no workload '%s'; try --help", argv[1]);
}
