// Processes in namespaces of their own.

#include "workloads.h"

#include <sched.h>
#include <stdio.h>
#include <unistd.h>

// A child each, one after the other: the first ones' namespaces are gone before the last ones are
// made. Of the kinds the cheapest.
int own_namespaces(int argc, char **argv) {
  need(argc, argv, 2, -1);
  long count = number(argv[1], 1, 1000000);
  char *path = resolve(argv[2]);
  for (long i = 0; i < count; i++) {
    pid_t pid = fork();
    if (pid < 0) fail_errno("fork");
    if (pid == 0) {
      if (unshare(CLONE_NEWUTS) != 0) fail_errno("unshare");
      become(path, argv + 2);
    }
    int code = shell_code(reap(pid));
    if (code != 0) return code;
  }
  return 0;
}
