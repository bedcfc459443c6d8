// Many short processes, and as little as possible of anything else: this is also what a
// benchmark runs, where each system call of ours would be one more thing that is measured.

#include "workloads.h"

#include <stdio.h>
#include <unistd.h>

static void launch(const char *path, char **argv, bool copying) {
  pid_t pid = copying ? fork() : vfork();
  if (pid < 0) fail_errno(copying ? "fork" : "vfork");
  if (pid > 0) return;
  execv(path, argv);
  _exit(127);
}

int storm(int argc, char **argv) {
  const char *path = take_option(&argc, argv, "--exec");
  bool copying = take_flag(&argc, argv, "--fork");
  need(argc, argv, 2, 2);
  long count = number(argv[1], 0, 100000000), width = number(argv[2], 1, 10000);

  char *noop[] = {"workloads", "noop", NULL};
  char *given[] = {(char *)path, NULL};
  char **arguments = path == NULL ? noop : given;
  path = path == NULL ? own_path() : resolve(path);

  long started = 0, reaped = 0, failed = 0;
  while (reaped < count) {
    while (started < count && started - reaped < width) {
      launch(path, arguments, copying);
      started++;
    }
    failed += reap(-1) != 0;
    reaped++;
  }
  printf("%ld\n", reaped);
  if (failed > 0) fail("%ld of them did not exit with 0", failed);
  return 0;
}
