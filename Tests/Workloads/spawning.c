// The ways in which one process starts a command.

#include "workloads.h"

#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

int vfork_exec(int argc, char **argv) {
  need(argc, argv, 1, -1);
  return shell_code(reap(start(resolve(argv[1]), argv + 1)));
}

int vfork_exit(int argc, char **argv) {
  need(argc, argv, 1, 1);
  int code = (int)number(argv[1], 0, 255);
  pid_t pid = vfork();
  if (pid < 0) fail_errno("vfork");
  if (pid == 0) _exit(code);
  return shell_code(reap(pid));
}

// Exits as the first command that did not exit with 0, if any.
int posix_spawn_many(int argc, char **argv) {
  need(argc, argv, 2, -1);
  long count = number(argv[1], 1, 1000000);
  char *path = resolve(argv[2]);
  int code = 0;
  for (long i = 0; i < count; i++) {
    pid_t pid;
    int error = posix_spawn(&pid, path, NULL, NULL, argv + 2, environ);
    if (error != 0) {
      fprintf(stderr, "workloads: cannot execute '%s': %s\n", path, strerror(error));
      return 127;
    }
    int status = reap(pid);
    if (code == 0) code = shell_code(status);
  }
  return code;
}

// By fork, so that the child is a copy of the big image before it executes: ru_maxrss keeps that
// image's peak and charges it to the command.
int big_parent(int argc, char **argv) {
  need(argc, argv, 2, -1);
  char *path = resolve(argv[2]);
  touch((size_t)number(argv[1], 1, 1 << 20));
  pid_t pid = fork();
  if (pid < 0) fail_errno("fork");
  if (pid == 0) become(path, argv + 2);
  return shell_code(reap(pid));
}

// The middle process says who the grandchild is and leaves; the grandchild counts its 0.3 s from
// the moment it sees another parent. Ends at once: the grandchild outlives this program too.
int orphan(int argc, char **argv) {
  need(argc, argv, 1, -1);
  char *path = resolve(argv[1]);
  pid_t middle = fork();
  if (middle < 0) fail_errno("fork");
  if (middle > 0) return shell_code(reap(middle));

  middle = getpid();
  pid_t grandchild = fork();
  if (grandchild < 0) fail_errno("fork");
  if (grandchild > 0) {
    dprintf(STDOUT_FILENO, "{\"pid\":%d}\n", grandchild);
    _exit(0);
  }
  while (getppid() == middle) sleep_for(0.001);
  sleep_for(0.3);
  become(path, argv + 1);
}
