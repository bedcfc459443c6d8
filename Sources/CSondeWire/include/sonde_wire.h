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
 * reused. A run is (root_pid, root_start), the identity of its first process. The assertions at
 * the end stop both builds when a layout moves.
 */
#ifndef SONDE_WIRE_H
#define SONDE_WIRE_H

#ifndef SONDE_BPF
#include <stdint.h>
#endif

#if defined(__clang__)
#define SONDE_OPEN_ENUM __attribute__((enum_extensibility(open)))
#define SONDE_OPTIONS __attribute__((flag_enum, enum_extensibility(open)))
#else
#define SONDE_OPEN_ENUM
#define SONDE_OPTIONS
#endif

#define SONDE_COMM_SIZE 16
/* An argument block longer than this is cut and marked: one bounded copy, as the verifier asks. */
#define SONDE_ARGUMENTS_LIMIT 32767
/* Room for one path; longer ones lose their leading components and are marked. */
#define SONDE_PATH_LIMIT 4096
/* Room for the allow-listed environment of one execution. */
#define SONDE_ENVIRONMENT_LIMIT 8192
/* A node name has 64 bytes and a NUL. */
#define SONDE_NODE_NAME_SIZE 72
#define SONDE_ROOT_TYPE_SIZE 32
#define SONDE_ROOT_SOURCE_SIZE 256
/* How many environment names or prefixes may be allow-listed, and how long each may be. */
#define SONDE_ENVIRONMENT_PATTERNS 24
#define SONDE_ENVIRONMENT_PATTERN_SIZE 32

/* The kinds of record. Also the index of the counters below. */
enum SONDE_OPEN_ENUM sonde_kind {
  SONDE_KIND_NONE = 0,
  SONDE_KIND_FORK = 1,
  SONDE_KIND_EXEC = 2,
  SONDE_KIND_EXEC_FAILED = 3,
  SONDE_KIND_EXIT = 4,
  SONDE_KIND_OOM = 5,
  SONDE_KIND_CGROUP = 6,
  SONDE_KIND_SEED = 7,
  SONDE_KIND_SAMPLE = 8,
  SONDE_KIND_FILE = 9,
  SONDE_KIND_FILE_CHANGE = 10,
  SONDE_KIND_FAILED_CALLS = 11,
  SONDE_KIND_NAMESPACES = 12,
  SONDE_KIND_COUNT = 13,
};

/* What we ask the kernel to tell, each by a hook of its own. Also the bits of a set of hooks. */
enum SONDE_OPEN_ENUM sonde_hook {
  SONDE_HOOK_FORK = 0,
  SONDE_HOOK_EXEC,
  SONDE_HOOK_EXIT,
  SONDE_HOOK_SWITCH,
  SONDE_HOOK_EXEC_FAILED,
  SONDE_HOOK_SIGNAL,
  SONDE_HOOK_OOM,
  SONDE_HOOK_OPEN,
  SONDE_HOOK_TRANSFER,
  SONDE_HOOK_MMAP,
  SONDE_HOOK_CHANGE,
  SONDE_HOOK_FILE_TOTALS,
  SONDE_HOOK_FILE_WALK,
  SONDE_HOOK_SEED,
  SONDE_HOOK_SAMPLE,
  SONDE_HOOK_FUNCTION,
  SONDE_HOOK_FUNCTION_SINGLE,
  SONDE_HOOK_WATCHED_CHILD,
  SONDE_HOOK_WATCHED_MAPPING,
  SONDE_HOOK_TIMES,
  SONDE_HOOK_FAILED_CALLS,
};

/* Why a process could not be followed or a record not be sent, beyond a full ring. */
enum SONDE_OPEN_ENUM sonde_trouble {
  SONDE_TROUBLE_PROCESS_MAP_FULL = 0, /* a process started that could not be followed */
  SONDE_TROUBLE_SENDER_MAP_FULL = 1,  /* a signal's sender could not be kept */
  SONDE_TROUBLE_FILE_MAP_FULL = 2,    /* a file's further use could not be counted */
  SONDE_TROUBLE_CALL_MAP_FULL = 3,    /* a process's failing calls could not be kept */
  SONDE_TROUBLE_COUNT = 4,
};

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

/* How a process has used a file. What is set stays set. */
enum SONDE_OPTIONS sonde_file_access {
  SONDE_FILE_READ = 1 << 0,       /* opened for reading */
  SONDE_FILE_WRITE = 1 << 1,      /* opened for writing */
  SONDE_FILE_APPEND = 1 << 2,     /* with O_APPEND */
  SONDE_FILE_PATH_ONLY = 1 << 3,  /* with O_PATH */
  SONDE_FILE_CREATED = 1 << 4,    /* did not exist before an open */
  SONDE_FILE_INHERITED = 1 << 5,  /* used through a descriptor whose opening was not seen */
  SONDE_FILE_MAPPED = 1 << 6,     /* mapped into memory: transfers there are not seen */
  SONDE_FILE_EXECUTABLE = 1 << 7, /* mapped for execution */
  SONDE_FILE_IO_URING = 1 << 8,   /* the process has an io_uring: transfers there are not seen */
  SONDE_FILE_UNCOUNTED = 1 << 9,  /* transfers and further opens could not be counted */
};

enum SONDE_OPTIONS sonde_file_flags {
  SONDE_FILE_PATH_CUT = 1 << 0,
  SONDE_FILE_LAST = 1 << 1, /* the kernel side has forgotten the file, or never had room for it */
};

/* What was done to a name. */
enum SONDE_OPEN_ENUM sonde_change {
  SONDE_CHANGE_NONE = 0,
  SONDE_CHANGE_RENAME = 1,
  SONDE_CHANGE_UNLINK = 2,
  SONDE_CHANGE_RMDIR = 3,
  SONDE_CHANGE_LINK = 4,
  SONDE_CHANGE_SYMLINK = 5,
};

enum SONDE_OPTIONS sonde_change_flags {
  SONDE_CHANGE_PATH_CUT = 1 << 0,
  SONDE_CHANGE_NEW_PATH_CUT = 1 << 1,
};

/* What a system call means to us; which number has which role is for user space to say. */
enum SONDE_OPEN_ENUM sonde_role {
  SONDE_ROLE_NONE = 0,
  SONDE_ROLE_OPEN,     /* path, flags */
  SONDE_ROLE_OPENAT,   /* directory, path, flags; openat2 too */
  SONDE_ROLE_READ,     /* descriptor; returns bytes */
  SONDE_ROLE_WRITE,    /* descriptor; returns bytes */
  SONDE_ROLE_SENDFILE, /* to, from; returns bytes */
  SONDE_ROLE_SPLICE,   /* from, offset, to; returns bytes; copy_file_range too */
  SONDE_ROLE_MMAP,
  SONDE_ROLE_RENAME,
  SONDE_ROLE_RENAMEAT,
  SONDE_ROLE_UNLINK,
  SONDE_ROLE_UNLINKAT,
  SONDE_ROLE_RMDIR,
  SONDE_ROLE_LINK,
  SONDE_ROLE_LINKAT,
  SONDE_ROLE_SYMLINK,
  SONDE_ROLE_SYMLINKAT,
  SONDE_ROLE_IO_URING,
  SONDE_ROLE_EXECVE,   /* path, arguments */
  SONDE_ROLE_EXECVEAT, /* directory, path, arguments */
};
/* System calls with numbers from here on have no role. */
#define SONDE_SYSCALLS 512
/* Error numbers from here on have no class. */
#define SONDE_ERRORS 134

/* What a failing call was about, and where among its arguments that is; which number has which
 * shape is for user space to say. A call without one may fail unnoticed. */
enum SONDE_OPEN_ENUM sonde_call_shape {
  SONDE_SHAPE_NONE = 0,
  SONDE_SHAPE_PATH,             /* the first argument */
  SONDE_SHAPE_SECOND_PATH,      /* the second */
  SONDE_SHAPE_THIRD_PATH,       /* the third */
  SONDE_SHAPE_ASKED_PATH,       /* the first; the call only asks about it */
  SONDE_SHAPE_ASKED_OTHER_PATH, /* the second; likewise */
  SONDE_SHAPE_DESCRIPTOR,       /* the first */
  SONDE_SHAPE_THIRD_DESCRIPTOR,
  SONDE_SHAPE_ADDRESS, /* of a socket: the second, its size the third */
  SONDE_SHAPE_MAPPING, /* bytes of memory: the second */
  SONDE_SHAPE_FORK,    /* about nothing; EAGAIN says that there are too many */
  SONDE_SHAPE_PLAIN,   /* about nothing */
};

/* What kind of reason an error is. Of each kind the last ones are kept, so that what a program
 * looks for in many places does not push out why it gave up. */
enum SONDE_OPEN_ENUM sonde_call_class {
  SONDE_CALL_NONE = 0, /* says nothing about why a program fails */
  SONDE_CALL_RESOURCE, /* a disk, memory or a table is full, or broken */
  SONDE_CALL_RIGHTS,
  SONDE_CALL_NETWORK,
  SONDE_CALL_UNREAD,  /* nobody reads the pipe that was written to */
  SONDE_CALL_MISSING, /* a name that leads nowhere, or not to what was wanted */
  SONDE_CALL_ASKED,   /* the same, as the answer to a question */
};
/* How many are kept of a process: one each of the first four classes, three of missing names and
 * two of answers. */
#define SONDE_CALLS 9
/* Room for what a failing call was about; longer paths are cut and marked. */
#define SONDE_CALL_OBJECT 256

enum SONDE_OPTIONS sonde_call_flags {
  SONDE_CALL_CUT = 1 << 0,
  SONDE_CALL_PIPE = 1 << 1, /* the descriptor is one end of a pipe; its inode is the value */
};

enum SONDE_OPTIONS sonde_calls_flags {
  SONDE_CALLS_OF_PARENT = 1 << 0, /* the parent's: the subject looked for no program itself */
  SONDE_CALLS_NOT_FOUND = 1 << 1, /* a search, for what the subject then said was not found */
};

/* A process's namespaces: an index, and a bit. */
enum SONDE_OPEN_ENUM sonde_namespace {
  SONDE_NAMESPACE_MOUNT = 0,
  SONDE_NAMESPACE_PID, /* that the process is in itself, not its children */
  SONDE_NAMESPACE_USER,
  SONDE_NAMESPACE_NETWORK,
  SONDE_NAMESPACE_NAME, /* UTS */
  SONDE_NAMESPACE_IPC,
  SONDE_NAMESPACE_CGROUP,
  SONDE_NAMESPACE_COUNT = 7,
};

enum SONDE_OPTIONS sonde_namespaces_flags {
  SONDE_NAMESPACES_HOST_UNKNOWN = 1 << 0, /* what is `own` means nothing */
};

/* How far an out-of-memory kill reaches. */
enum SONDE_OPEN_ENUM sonde_oom_scope {
  SONDE_OOM_UNKNOWN = 0,      /* the kernel does not tell who the victim is in time */
  SONDE_OOM_CGROUP = 1,       /* the victim's own control group had reached its limit */
  SONDE_OOM_HOST = 2,         /* none had that the victim was in */
  SONDE_OOM_CGROUP_ABOVE = 3, /* a group that the victim's own was in had */
};

/* What a system call waits for, if it sleeps; which number waits how is for user space to say. */
enum SONDE_OPEN_ENUM sonde_wait {
  SONDE_WAIT_OTHER = 0,
  SONDE_WAIT_CHILD,
  SONDE_WAIT_VFORK,      /* for a child, but only where it can be killed meanwhile */
  SONDE_WAIT_DESCRIPTOR, /* for what the descriptor in the first argument leads to */
  SONDE_WAIT_SENDFILE,   /* in the first and the second */
  SONDE_WAIT_SPLICE,     /* in the first and the third */
  SONDE_WAIT_POLL,       /* array, count */
  SONDE_WAIT_SELECT,     /* count, three sets */
  SONDE_WAIT_LOCK,
  SONDE_WAIT_TIMER,
  SONDE_WAIT_STORAGE, /* writes back what was written */
};

/* Where the time of a thread goes. */
enum SONDE_OPEN_ENUM sonde_time {
  SONDE_TIME_ON_CPU = 0,
  SONDE_TIME_RUNNABLE,
  SONDE_TIME_THROTTLED,
  SONDE_TIME_BLOCK_IO,
  SONDE_TIME_FAULT,
  SONDE_TIME_CHILD,
  SONDE_TIME_PIPE,
  SONDE_TIME_NETWORK,
  SONDE_TIME_LOCK,
  SONDE_TIME_SLEEP,
  SONDE_TIME_OTHER,
  SONDE_TIME_COUNT = 11,
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

struct sonde_header {
  uint32_t size; /* of the whole record, header and tail included */
  uint16_t kind; /* enum sonde_kind */
  uint16_t flags;
  uint64_t time;
  uint64_t start; /* the subject's identity … */
  uint64_t root_start;
  uint32_t pid; /* … its other half: the thread-group id in the initial pid namespace */
  uint32_t root_pid;
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

/* Where the time of all threads of a process went, ns by enum sonde_time. */
struct sonde_times {
  uint64_t spent[SONDE_TIME_COUNT];
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

/* Sent once for each control group that a followed process is seen in.
 * Tail: path components from the leaf to the root, each NUL-terminated. */
struct sonde_cgroup {
  struct sonde_header header;
  uint64_t cgroup_id;
  uint32_t path_size;
  uint32_t cut;
};

/* Sent once for each number that stands for the namespaces and the root of a followed process.
 * Subject: the process that was first seen with it. Texts end in a NUL. */
struct sonde_namespaces {
  struct sonde_header header; /* flags: enum sonde_namespaces_flags */
  uint64_t number;
  uint64_t namespaces;                    /* stands for the namespaces alone */
  uint32_t inodes[SONDE_NAMESPACE_COUNT]; /* 0: not known */
  uint32_t own;                           /* bits of enum sonde_namespace: is not the host's */
  uint8_t node_name[SONDE_NODE_NAME_SIZE];
  uint8_t root_type[SONDE_ROOT_TYPE_SIZE]; /* of the file system of the root directory */
  uint8_t
    root_source[SONDE_ROOT_SOURCE_SIZE]; /* what that is mounted from; cut where it is longer */
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

/* One file as one process uses it: totals since the kernel side learnt of it. Sent when it does,
 * then with the path; again without it when a walk finds that they have changed, and when the
 * process ends.
 * Tail: given, path. A path is components from the leaf to the root, each NUL-terminated. Of a
 * file that could not be opened, `given` is the path as given, without a NUL, and `path` the
 * directory that it is relative to, empty when it is absolute; of others `given` is empty. */
struct sonde_file {
  struct sonde_header header; /* flags: enum sonde_file_flags */
  uint64_t file;              /* stands for the path, within the process, until it is forgotten */
  uint64_t opens;             /* that succeeded */
  uint64_t failed;
  uint64_t bytes_read;
  uint64_t bytes_written;
  uint64_t last_time;
  uint64_t inode;
  uint32_t access; /* enum sonde_file_access */
  int32_t error;   /* errno of the last failure, positive */
  uint32_t type;   /* S_IFMT part of the inode's mode; 0 when it could not be opened */
  uint32_t given_size;
  uint32_t path_size;
  uint32_t has_path;
};

/* A name was changed or removed, or could not be.
 * Tail: given, path, new given, new path; as of a file that could not be opened. For a symbolic
 * link, the new path is the link and the path what it says. */
struct sonde_file_change {
  struct sonde_header header; /* flags: enum sonde_change_flags */
  uint32_t change;            /* enum sonde_change */
  int32_t error;              /* errno, positive; 0: it was done */
  uint32_t given_size;
  uint32_t path_size;
  uint32_t new_given_size;
  uint32_t new_path_size;
};

/* One call that failed. */
struct sonde_call {
  uint64_t time;  /* of the last time, ns since boot */
  uint64_t value; /* bytes of memory that were asked for; or which pipe it was */
  uint32_t name;  /* a hash of the last component of the path */
  uint32_t times; /* that it failed for this name, one time after the other or not */
  uint32_t number;
  int32_t error;        /* errno, positive */
  uint16_t shape;       /* enum sonde_call_shape */
  uint16_t flags;       /* enum sonde_call_flags */
  uint16_t object_size; /* of a given path without its NUL */
  uint16_t pad;
  /* A path as given; the components of a descriptor's, from the leaf to the root, each
   * NUL-terminated; or a socket's address. */
  uint8_t object[SONDE_CALL_OBJECT];
};

/* The last calls of each class that failed, of a process that ends otherwise than with status 0;
 * sent before its end is. Or one that a message was about, when it is written. Tail: the calls. */
struct sonde_failed_calls {
  struct sonde_header header; /* flags: enum sonde_calls_flags */
  uint32_t count;
  uint32_t missed; /* failed while another thread's was being kept */
};

/* What the kernel side did for one run, per CPU: the independent word on completeness. */
struct sonde_counters {
  uint64_t sent[SONDE_KIND_COUNT];
  uint64_t lost[SONDE_KIND_COUNT]; /* the ring buffer was full */
  uint64_t trouble[SONDE_TROUBLE_COUNT];
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

#define SONDE_LAYOUT(type, bytes) \
  _Static_assert(sizeof(struct type) == (bytes), "layout of " #type " moved")
SONDE_LAYOUT(sonde_header, 40);
SONDE_LAYOUT(sonde_fork, 88);
SONDE_LAYOUT(sonde_exec, 120);
SONDE_LAYOUT(sonde_exec_failed, 120);
SONDE_LAYOUT(sonde_totals, 112);
SONDE_LAYOUT(sonde_times, 88);
SONDE_LAYOUT(sonde_exit, 296);
SONDE_LAYOUT(sonde_oom, 120);
SONDE_LAYOUT(sonde_cgroup, 56);
SONDE_LAYOUT(sonde_namespaces, 448);
SONDE_LAYOUT(sonde_seed, 96);
SONDE_LAYOUT(sonde_sample, 80);
SONDE_LAYOUT(sonde_file, 120);
SONDE_LAYOUT(sonde_file_change, 64);
SONDE_LAYOUT(sonde_call, 296);
SONDE_LAYOUT(sonde_failed_calls, 48);
SONDE_LAYOUT(sonde_counters, 240);
SONDE_LAYOUT(sonde_pattern, 64);

#endif
