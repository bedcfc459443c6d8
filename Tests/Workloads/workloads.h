// What the workload families share: the entry points that main.c lists in its table, and the few
// calls that keep every family's events countable.

#ifndef WORKLOADS_H
#define WORKLOADS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <stdbool.h>
#include <sys/types.h>

// A workload gets its own name as argv[0]; what it returns becomes the exit code.
typedef int workload(int argc, char **argv);

// The exit code for a wrong command line and for a workload that could not do what it promises.
// Children's codes pass through, so it is one that children rarely use.
enum { EXIT_BROKEN = 125 };

// arguments.c
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void fail_errno(const char *what);
long number(const char *text, long least, long most);
double seconds(const char *text);
int signal_number(const char *text);
bool take_flag(int *argc, char **argv, const char *flag);
const char *take_option(int *argc, char **argv, const char *option);
void need(int argc, char **argv, int least, int most);

// children.c
char *own_path(void);
char *resolve(const char *command);
_Noreturn void become(const char *path, char **argv);
pid_t start(const char *path, char **argv);
int reap(pid_t pid);
int shell_code(int status);
void sleep_for(double duration);

// cpu.c
void burn(clockid_t clock, double until, bool in_kernel);

// memory.c
void *touch(size_t megabytes);

// io.c
struct io_counters {
  unsigned long long rchar, wchar, syscr, syscw, read_bytes, write_bytes, cancelled_write_bytes;
};
ssize_t read_io_counters(const char *path, struct io_counters *counters);

// temporary.c
char *make_temporary_directory(void);
char *make_file(const char *directory, const char *name, const char *content, mode_t mode);

// The table's entries.
workload measure;
workload spin, threads;
workload leader_exits_first, exec_from_thread, sleep_threads;
workload vfork_exec, vfork_exit, posix_spawn_many, big_parent, orphan;
workload fork_no_exec, fork_tree, pause_many;
workload storm;
workload exit_with, raise_signal, self_kill, segv, abort_self, kill_child;
workload failed_execs, bad_interpreter;
workload long_argv, many_args, raw_args, deep_cwd;
workload allocate, oom;
workload io;
workload file_ways, file_ring, file_many, file_threads, file_crowd, file_mounts;
workload wait_for, storage;
workload pid_reuse;
workload ring_reads;
workload own_namespaces;

#endif
