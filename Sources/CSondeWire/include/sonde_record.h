/*
 * What all records of the wire format share: their kinds, the hooks that they come from, the header
 * in front of each, and the account of what was sent.
 */
#ifndef SONDE_RECORD_H
#define SONDE_RECORD_H

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

/* Stops both builds when a layout moves. */
#define SONDE_LAYOUT(type, bytes) \
  _Static_assert(sizeof(struct type) == (bytes), "layout of " #type " moved")

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

/* What the kernel side did for one run, per CPU: the independent word on completeness. */
struct sonde_counters {
  uint64_t sent[SONDE_KIND_COUNT];
  uint64_t lost[SONDE_KIND_COUNT]; /* the ring buffer was full */
  uint64_t trouble[SONDE_TROUBLE_COUNT];
};

SONDE_LAYOUT(sonde_header, 40);
SONDE_LAYOUT(sonde_counters, 240);

#endif
