/*
 * switches COUNT
 *
 * Two processes hand a byte to and fro through pipes COUNT times, on one processor, and do nothing
 * else: each time both of them are switched. Prints the nanoseconds that took.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t now_ns(void)
{
  struct timespec now;

  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void hand_over(int from, int to, long count, int begins)
{
  char byte = 0;

  for (long i = 0; i < count; i++) {
    if (begins && write(to, &byte, 1) != 1)
      exit(1);
    if (read(from, &byte, 1) != 1)
      exit(1);
    if (!begins && write(to, &byte, 1) != 1)
      exit(1);
  }
}

int main(int argc, char **argv)
{
  long count = argc == 2 ? atol(argv[1]) : 0;
  int there[2], back[2], status;
  cpu_set_t one;
  uint64_t began;
  pid_t child;

  CPU_ZERO(&one);
  CPU_SET(0, &one);
  if (count <= 0 || sched_setaffinity(0, sizeof(one), &one) || pipe(there) || pipe(back))
    return 2;
  began = now_ns();
  child = fork();
  if (child == 0) {
    hand_over(there[0], back[1], count, 0);
    return 0;
  }
  hand_over(back[0], there[1], count, 1);
  if (waitpid(child, &status, 0) != child || status)
    return 1;
  printf("%llu\n", (unsigned long long)(now_ns() - began));
  return 0;
}
