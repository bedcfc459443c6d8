/*
 * Deeds for our own hooks to tell of, done by a child of our own: fork(2) is not for Swift, whose
 * runtime may hold locks that the child would never see released. The child calls only what
 * signal-safety(7) allows, keeps no descriptor of its parent's but two to hear orders and to answer, and dies with the
 * thread that made it.
 */
#ifndef SONDE_CHOOKDEEDS_H
#define SONDE_CHOOKDEEDS_H

#include <sys/types.h>

struct sonde_actor {
  pid_t pid;   /* 0: it has been reaped */
  int orders;  /* a byte is a deed */
  int answers; /* read end: an int, 0 or errno; end of file when it has ended or executed */
};

enum sonde_deed {
  SONDE_DEED_FORK = 1,    /* a child that ends at once */
  SONDE_DEED_EXEC,        /* executes a program that does nothing */
  SONDE_DEED_EXEC_FAILED, /* executes what does not exist */
  SONDE_DEED_EXIT,        /* with SONDE_DEED_STATUS */
  SONDE_DEED_TRANSFER,    /* opens two devices, reads and writes */
  SONDE_DEED_MMAP,        /* maps a file for execution */
  SONDE_DEED_CHANGE,      /* renames what does not exist */
  SONDE_DEED_ALLOCATE,    /* more memory than it is given; ENOMEM when it could have all of it */
};

#define SONDE_DEED_STATUS 7
/* Memory that SONDE_DEED_ALLOCATE takes at most, bytes. */
#define SONDE_DEED_MEMORY (64 << 20)

/* Starts a child that waits for orders. 0 or -errno. */
int sonde_start_actor(struct sonde_actor *actor);

/* Has a deed done and waits for it. 0; the positive errno of the deed; -ETIMEDOUT. */
int sonde_have_done(struct sonde_actor *actor, enum sonde_deed deed, int milliseconds);

/* Kills and reaps the child. */
void sonde_end_actor(struct sonde_actor *actor);

#endif
