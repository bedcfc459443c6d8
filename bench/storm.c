/*
 * storm COUNT PARALLEL PROGRAM PIDS
 *
 * Starts PROGRAM COUNT times, PARALLEL at a time, reaps every one of them, and prints what it
 * took as one line of JSON. The process ids go to the file PIDS (native 32-bit integers), so
 * that what a tracer printed can be held against what really ran.
 *
 * posix_spawn is vfork and exec in glibc: the driver's own size does not enter the cost of a fork.
 * The clock covers the first spawn to the last reap, and nothing else is done in between.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

static uint64_t now_ns(void)
{
  struct timespec now;

  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static _Noreturn void die(const char *doing, const char *what, int error)
{
  fprintf(stderr, "storm: cannot %s %s: %s\n", doing, what, strerror(error));
  exit(1);
}

static void spawn(char *program, int32_t *pid)
{
  char *argv[] = {program, NULL};
  char *envp[] = {NULL};
  pid_t child;
  int error = posix_spawn(&child, program, NULL, NULL, argv, envp);

  if (error)
    die("start", program, error);
  *pid = child;
}

/* Returns whether the child ended as it should. */
static int reap(void)
{
  int status;

  while (waitpid(-1, &status, 0) < 0) {
    if (errno != EINTR)
      die("wait for", "a child", errno);
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void save(const char *path, const int32_t *pids, size_t count)
{
  FILE *file = fopen(path, "wb");

  if (!file || fwrite(pids, sizeof(*pids), count, file) != count || fclose(file))
    die("write", path, errno);
}

static size_t positive(const char *text)
{
  char *end;
  unsigned long value = strtoul(text, &end, 10);

  if (*end || !value)
    die("use as a count", text, EINVAL);
  return value;
}

int main(int argc, char **argv)
{
  if (argc != 5) {
    fprintf(stderr, "usage: storm COUNT PARALLEL PROGRAM PIDS\n");
    return 2;
  }
  size_t count = positive(argv[1]), parallel = positive(argv[2]);
  size_t started = 0, reaped = 0, failed = 0;
  int32_t *pids = calloc(count, sizeof(*pids));

  if (!pids)
    die("remember", "the process ids", ENOMEM);
  memset(pids, 0xff, count * sizeof(*pids)); /* no page fault inside the measurement */

  uint64_t begin = now_ns();

  while (reaped < count) {
    while (started < count && started - reaped < parallel)
      spawn(argv[3], &pids[started++]);
    failed += !reap();
    reaped++;
  }

  uint64_t elapsed = now_ns() - begin;

  save(argv[4], pids, count);
  printf("{\"elapsed_ns\": %llu, \"count\": %zu, \"failed\": %zu}\n", (unsigned long long)elapsed,
         reaped, failed);
  return failed != 0;
}
