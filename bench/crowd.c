/*
 * crowd COUNT READY
 *
 * Keeps COUNT processes alive that do nothing, to be sampled. Once all of them exist it writes its
 * own process id to the file READY; at SIGTERM it ends them, reaps them and leaves. A crowd whose
 * parent dies dies too.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void die(const char *doing)
{
  fprintf(stderr, "crowd: cannot %s: %s\n", doing, strerror(errno));
  exit(1);
}

static void idle(pid_t parent)
{
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  while (getppid() == parent)
    pause();
  _exit(0);
}

static void announce(const char *path)
{
  char draft[4096];
  FILE *file;

  /* Renamed into place: whoever sees the file sees all of it. */
  snprintf(draft, sizeof(draft), "%s.draft", path);
  file = fopen(draft, "w");
  if (!file || fprintf(file, "%d\n", getpid()) < 0 || fclose(file) || rename(draft, path))
    die("say that all are ready");
}

int main(int argc, char **argv)
{
  if (argc != 3) {
    fprintf(stderr, "usage: crowd COUNT READY\n");
    return 2;
  }
  int count = atoi(argv[1]), signal;
  pid_t self = getpid(), *members = calloc((size_t)count, sizeof(*members));
  sigset_t end;

  if (count < 1 || !members)
    die("use that count");
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  sigemptyset(&end);
  sigaddset(&end, SIGTERM);
  sigaddset(&end, SIGINT);
  sigprocmask(SIG_BLOCK, &end, NULL);
  for (int i = 0; i < count; i++) {
    members[i] = fork();
    if (members[i] < 0)
      die("fork");
    if (!members[i])
      idle(self);
  }
  announce(argv[2]);
  sigwait(&end, &signal);
  for (int i = 0; i < count; i++)
    kill(members[i], SIGKILL);
  while (wait(NULL) > 0)
    ;
  return 0;
}
