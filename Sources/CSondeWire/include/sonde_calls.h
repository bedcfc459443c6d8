/*
 * Calls that failed: what they were about, what kind of reason they had, and the last ones of a
 * process.
 */
#ifndef SONDE_CALLS_H
#define SONDE_CALLS_H

#include "sonde_record.h"

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

SONDE_LAYOUT(sonde_call, 296);
SONDE_LAYOUT(sonde_failed_calls, 48);

#endif
