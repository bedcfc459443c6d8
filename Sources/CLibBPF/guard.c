#define _GNU_SOURCE

#include "CLibBPF.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Only what signal-safety(7) allows: the process was forked from one with threads. */
static void let_all_go_on(int held)
{
  uint32_t key, next;
  const uint32_t *after = NULL;

  while (!bpf_map_get_next_key(held, after, &next)) {
    kill(next, SIGCONT);
    key = next;
    after = &key;
  }
}

/* Keeps the two descriptors, as 0 and 1: links that stayed open here would keep their probes. */
static void keep_only(int first, int second)
{
  int high = fcntl(second, F_DUPFD, 3);

  dup2(first, 0);
  dup2(high, 1);
  syscall(SYS_close_range, 2, ~0U, 0);
}

static void guard(int alive, int held)
{
  sigset_t all;
  char byte;

  /* What the terminal sends to the group is not for us. */
  setsid();
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
  prctl(PR_SET_NAME, "sonde-guard");
  keep_only(alive, held);
  while (read(0, &byte, 1) < 0 && errno == EINTR)
    ;
  let_all_go_on(1);
  _exit(0);
}

/* Forked twice, so that nobody has to wait for it. */
int sonde_start_guard(int held)
{
  int ends[2], status;
  pid_t child;

  if (pipe2(ends, O_CLOEXEC))
    return -errno;
  child = fork();
  if (child < 0) {
    close(ends[0]);
    close(ends[1]);
    return -errno;
  }
  if (!child) {
    child = fork();
    if (child)
      _exit(child < 0);
    close(ends[1]);
    guard(ends[0], held);
  }
  close(ends[0]);
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  if (status) {
    close(ends[1]);
    return -EAGAIN;
  }
  return ends[1];
}
