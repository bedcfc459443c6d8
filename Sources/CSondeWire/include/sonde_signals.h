/*
 * The wire format of function coverage: what the programs at function entries write.
 *
 * Records of one size in a ring buffer of their own. Beside them an array that both sides map holds
 * for each probe how often it fired: it is the word on what was hit, the records only add who and
 * when. So a record that found no room loses no function.
 */
#ifndef SONDE_SIGNALS_H
#define SONDE_SIGNALS_H

#include "sonde_wire.h"

enum SONDE_OPEN_ENUM sonde_signal_kind {
  SONDE_SIGNAL_HIT = 1,    /* a probe fired for the first time in a followed process */
  SONDE_SIGNAL_MAPPED = 2, /* a file was mapped for execution that had not been before */
  SONDE_SIGNAL_EXEC = 3,   /* a followed process executes a file that none had before */
  SONDE_SIGNAL_FORK = 4,   /* a followed process has a child; `value` is its pid */
  SONDE_SIGNAL_HOT = 5,    /* a probe has fired so often that it should be removed */
};

struct sonde_signal {
  uint16_t kind; /* enum sonde_signal_kind */
  uint16_t cpu;
  uint32_t probe; /* index in the array; 0 but of a probe */
  uint32_t pid;   /* the process's identity … */
  uint32_t tid;
  uint64_t start;    /* … its other half, ns since boot */
  uint64_t time;     /* ns since boot */
  uint64_t sequence; /* counts what this processor had to send; a gap is a loss */
  uint64_t value;    /* inode of a mapped or executed file, pid of a child */
  uint64_t device;   /* of the file, as the kernel numbers it: major << 20 | minor */
};

/* What one probe has seen. Shared memory; both sides only ever add. */
struct sonde_probe_state {
  uint32_t hits;    /* in followed processes */
  uint32_t foreign; /* in others that run the same code */
};

/* Per CPU. */
struct sonde_signal_counters {
  uint64_t sequence;
  uint64_t lost;
  uint64_t processes_lost; /* children that could not be followed, the map being full */
};

SONDE_LAYOUT(sonde_signal, 56);
SONDE_LAYOUT(sonde_probe_state, 8);
SONDE_LAYOUT(sonde_signal_counters, 24);

#endif
