/*
 * The wire format: what the kernel programs write and the agent reads.
 *
 * Included by the BPF programs and imported by Swift, so there is one description of it. Records
 * travel through a BPF ring buffer or an iterator's output, each behind a `sonde_header`:
 *
 *     header | fixed fields | tail of variable-length parts, in the order of their `_size` fields
 *
 * Rules: fixed-width fields, explicit padding, one struct per kind, no unions; a record is zeroed
 * before it is filled. All times are nanoseconds since boot, suspended time included
 * (CLOCK_BOOTTIME). A process is (pid, start), `start` being its `start_boottime`; a pid alone is
 * reused. A run is (root_pid, root_start), the identity of its first process. The assertions
 * behind the records stop both builds when a layout moves.
 */
#ifndef SONDE_WIRE_H
#define SONDE_WIRE_H

#include "sonde_calls.h"
#include "sonde_files.h"
#include "sonde_places.h"
#include "sonde_record.h"
#include "sonde_times.h"

#define SONDE_COMM_SIZE 16
/* An argument block longer than this is cut and marked: one bounded copy, as the verifier asks. */
#define SONDE_ARGUMENTS_LIMIT 32767
/* Room for one path; longer ones lose their leading components and are marked. */
#define SONDE_PATH_LIMIT 4096
/* Room for the allow-listed environment of one execution. */
#define SONDE_ENVIRONMENT_LIMIT 8192
/* How many environment names or prefixes may be allow-listed, and how long each may be. */
#define SONDE_ENVIRONMENT_PATTERNS 24
#define SONDE_ENVIRONMENT_PATTERN_SIZE 32

/* What is said of an execution beside its texts. */
enum SONDE_OPTIONS sonde_exec_flags {
  SONDE_EXEC_ARGUMENTS_CUT = 1 << 0,
  SONDE_EXEC_EXECUTABLE_CUT = 1 << 1,
  SONDE_EXEC_CWD_CUT = 1 << 2,
  SONDE_EXEC_ENVIRONMENT_CUT = 1 << 3,
  SONDE_EXEC_SCRIPT = 1 << 4,   /* `requested` was run through an interpreter */
  SONDE_EXEC_NEW_ROOT = 1 << 5, /* this execution matched the filters and begins a run */
  SONDE_EXEC_DELETED = 1 << 6,  /* the executable has no name any more, or never had one */
};

enum SONDE_OPTIONS sonde_process_flags {
  SONDE_PROCESS_SEEDED = 1 << 0, /* was running before the probes were attached */
  SONDE_PROCESS_ROOT = 1 << 1,
};

/* How far an out-of-memory kill reaches. */
enum SONDE_OPEN_ENUM sonde_oom_scope {
  SONDE_OOM_UNKNOWN = 0,      /* the kernel does not tell who the victim is in time */
  SONDE_OOM_CGROUP = 1,       /* the victim's own control group had reached its limit */
  SONDE_OOM_HOST = 2,         /* none had that the victim was in */
  SONDE_OOM_CGROUP_ABOVE = 3, /* a group that the victim's own was in had */
};

/* What an exit record could not be told. */
enum SONDE_OPTIONS sonde_exit_flags {
  SONDE_EXIT_STATUS_MISSING = 1 << 0,    /* the status is 0 and means nothing */
  SONDE_EXIT_TOTALS_MISSING = 1 << 1,    /* so do the totals */
  SONDE_EXIT_TIMES_MISSING = 1 << 2,     /* so do the times */
  SONDE_EXIT_THROTTLED_MISSING = 1 << 3, /* throttled time is among the runnable */
};

/* Where a peak resident set size comes from. */
enum SONDE_OPEN_ENUM sonde_source {
  SONDE_SOURCE_MISSING = 0,
  SONDE_SOURCE_EXACT = 1, /* the high-water mark of the address space that the process died with */
  SONDE_SOURCE_BOUND = 2, /* getrusage's ru_maxrss: includes the image before execve */
};

/* Subject: the child. */
struct sonde_fork {
  struct sonde_header header;
  uint64_t parent_start;
  uint64_t cgroup_id;
  uint32_t parent_pid; /* who called fork */
  uint32_t ppid;       /* whom getppid() in the child names; differs under CLONE_PARENT */
  uint32_t uid;
  uint32_t gid;
  uint8_t comm[SONDE_COMM_SIZE];
};

/* Tail: arguments, executable, requested, cwd, environment.
 * arguments and environment are NUL-terminated strings one after the other. executable and cwd
 * are path components from the leaf to the root, each NUL-terminated: the order in which the
 * kernel's dentries can be walked. */
struct sonde_exec {
  struct sonde_header header; /* flags: enum sonde_exec_flags */
  uint64_t parent_start;
  uint64_t cgroup_id;
  uint64_t namespaces; /* a number that a sonde_namespaces record explains */
  uint32_t parent_pid;
  uint32_t uid;
  uint32_t gid;
  uint32_t arguments_total; /* bytes of the whole argument block, before any cut */
  uint32_t arguments_size;
  uint32_t executable_size;
  uint32_t requested_size; /* the path as given to execve */
  uint32_t cwd_size;
  uint32_t environment_size;
  uint32_t executable_inode; /* the lower half of its number: to know the file again */
  uint8_t comm[SONDE_COMM_SIZE];
};

/* Tail: arguments, requested, cwd, as in sonde_exec, and composed in the same place, whence the
 * padding to the same size. */
struct sonde_exec_failed {
  struct sonde_header header; /* flags: enum sonde_exec_flags */
  int32_t error;              /* errno, positive */
  uint32_t arguments_total;   /* bytes seen; a lower bound when cut */
  uint32_t arguments_size;
  uint32_t requested_size;
  uint32_t cwd_size;
  uint32_t pad[15];
};

/* Totals of all threads of a process, dead and alive, in the units of the kernel. */
struct sonde_totals {
  uint64_t runtime;     /* ns on a CPU: the scheduler's exact sum */
  uint64_t user_time;   /* ns, by tick: only its ratio to system_time is used */
  uint64_t system_time; /* ns, by tick */
  uint64_t voluntary_switches;
  uint64_t involuntary_switches;
  uint64_t minor_faults;
  uint64_t major_faults;
  uint64_t rchar;
  uint64_t wchar;
  uint64_t syscr;
  uint64_t syscw;
  uint64_t read_bytes;
  uint64_t write_bytes;
  uint64_t cancelled_write_bytes;
};

/* Sent when the last thread has left the CPU for good; `header.time` is when the group died. */
struct sonde_exit {
  struct sonde_header header; /* flags: enum sonde_exit_flags */
  struct sonde_totals totals;
  uint64_t peak_rss; /* bytes */
  uint64_t killer_start;
  uint32_t status;          /* as wait(2) gives it */
  uint32_t peak_rss_source; /* enum sonde_source */
  uint32_t max_threads;     /* most threads alive at one time */
  uint32_t killer_pid;      /* 0 when the kernel sent the signal, or nobody did */
  int32_t signal_code;      /* si_code of the fatal signal */
  uint32_t has_sender;      /* whether the generation of the fatal signal was seen */
  uint8_t killer_comm[SONDE_COMM_SIZE];
  struct sonde_times times;
};

/* Subject: the victim; its root is 0 when it was not followed. */
struct sonde_oom {
  struct sonde_header header;
  uint64_t total_vm; /* bytes, all four */
  uint64_t anon_rss;
  uint64_t file_rss;
  uint64_t shmem_rss;
  uint32_t victim_tid;
  uint32_t allocator_pid; /* whose allocation found no memory */
  uint8_t allocator_comm[SONDE_COMM_SIZE];
  uint64_t limit;           /* bytes, of the control group that had reached it */
  uint64_t limit_cgroup_id; /* that group's */
  uint32_t scope;           /* enum sonde_oom_scope */
  uint32_t pad;
};

/* A process that was running before the probes were attached; its strings are read from /proc. */
struct sonde_seed {
  struct sonde_header header; /* flags: enum sonde_process_flags */
  uint64_t parent_start;
  uint64_t cgroup_id;
  uint64_t namespaces;
  uint32_t parent_pid;
  uint32_t uid;
  uint32_t gid;
  uint32_t threads;
  uint8_t comm[SONDE_COMM_SIZE];
};

/* One living thread of a followed process. The leader's carries what dead threads have used. */
struct sonde_sample {
  struct sonde_header header;
  uint64_t runtime;
  uint64_t read_bytes;
  uint64_t write_bytes;
  uint64_t rss; /* bytes; 0 but in the leader's record */
  uint32_t tid;
  uint32_t threads; /* 0 but in the leader's record */
};

/* Which processes begin a run when they exec: a name, and with it the pipeline. */
struct sonde_name {
  uint8_t comm[SONDE_COMM_SIZE];
};

/* One allow-listed environment name ("NAME=") or prefix ("PREFIX"), as bytes and their mask. */
struct sonde_pattern {
  uint64_t value[SONDE_ENVIRONMENT_PATTERN_SIZE / 8];
  uint64_t mask[SONDE_ENVIRONMENT_PATTERN_SIZE / 8];
};

SONDE_LAYOUT(sonde_fork, 88);
SONDE_LAYOUT(sonde_exec, 120);
SONDE_LAYOUT(sonde_exec_failed, 120);
SONDE_LAYOUT(sonde_totals, 112);
SONDE_LAYOUT(sonde_exit, 296);
SONDE_LAYOUT(sonde_oom, 120);
SONDE_LAYOUT(sonde_seed, 96);
SONDE_LAYOUT(sonde_sample, 80);
SONDE_LAYOUT(sonde_pattern, 64);

#endif
