// Processes that never execute anything.

#include "workloads.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

int fork_no_exec(int argc, char **argv) {
  need(argc, argv, 1, 1);
  long count = number(argv[1], 0, 1000000);
  for (long i = 0; i < count; i++) {
    pid_t pid = fork();
    if (pid < 0) fail_errno("fork");
    if (pid == 0) _exit((int)(i % 256));
    int code = shell_code(reap(pid));
    if (code != i % 256) fail("child %ld left with %d", i, code);
  }
  return 0;
}

static void grow(long depth, long width, atomic_long *forked) {
  if (depth == 0) return;
  pid_t children[64];
  for (long i = 0; i < width; i++) {
    children[i] = fork();
    if (children[i] < 0) fail_errno("fork");
    if (children[i] == 0) {
      atomic_fetch_add(forked, 1);
      grow(depth - 1, width, forked);
      _exit(0);
    }
  }
  for (long i = 0; i < width; i++) {
    if (shell_code(reap(children[i])) != 0) fail("a branch of the tree broke");
  }
}

// WIDTH + WIDTH^2 + ... + WIDTH^DEPTH processes besides the root, counted by themselves.
int fork_tree(int argc, char **argv) {
  need(argc, argv, 2, 2);
  long depth = number(argv[1], 1, 1000), width = number(argv[2], 1, 64);
  long expected = 0, level = 1;
  for (long i = 0; i < depth; i++) {
    level *= width;
    expected += level;
    if (expected > 20000) fail("that would be more than 20000 processes");
  }
  atomic_long *forked = mmap(NULL, sizeof(*forked), PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (forked == MAP_FAILED) fail_errno("mmap");
  grow(depth, width, forked);
  printf("{\"forked\":%ld}\n", atomic_load(forked));
  return atomic_load(forked) == expected ? 0 : EXIT_BROKEN;
}

// The children die with their parent, so that a test that kills it leaves no one sleeping.
int pause_many(int argc, char **argv) {
  need(argc, argv, 2, 2);
  long count = number(argv[1], 1, 20000);
  double duration = seconds(argv[2]);
  pid_t parent = getpid();
  for (long i = 0; i < count; i++) {
    pid_t pid = fork();
    if (pid < 0) fail_errno("fork");
    if (pid > 0) continue;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == parent) sleep_for(duration);
    _exit(0);
  }
  for (long i = 0; i < count; i++) reap(-1);
  return 0;
}
