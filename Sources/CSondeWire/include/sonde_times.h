/*
 * Where time goes: what a call waits for, and the sums of a process.
 */
#ifndef SONDE_TIMES_H
#define SONDE_TIMES_H

#include "sonde_record.h"

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

/* Where the time of all threads of a process went, ns by enum sonde_time. */
struct sonde_times {
  uint64_t spent[SONDE_TIME_COUNT];
};

SONDE_LAYOUT(sonde_times, 88);

#endif
