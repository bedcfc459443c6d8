// One pid, two processes. Only pid and start time together name a process; whoever keys by pid
// alone takes the second for the first.
//
// clone3's set_tid (Linux 5.5) asks for a pid by number, in this process's pid namespace, which
// takes CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE. It does not move the kernel's own next pid.

#include "workloads.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

// The arguments up to set_tid_size, which is their second published size. Declared here because
// older headers lack it.
struct clone_request {
  uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
  uint64_t set_tid, set_tid_size;
};

// Returns what fork returns; EEXIST when the pid is taken.
static pid_t fork_as(pid_t pid) {
  struct clone_request request = {
      .exit_signal = SIGCHLD, .set_tid = (uint64_t)(uintptr_t)&pid, .set_tid_size = 1};
  return (pid_t)syscall(SYS_clone3, &request, sizeof(request));
}

static long highest_pid(void) {
  long limit = 0;
  FILE *file = fopen("/proc/sys/kernel/pid_max", "re");
  if (file == NULL || fscanf(file, "%ld", &limit) != 1) fail_errno("/proc/sys/kernel/pid_max");
  fclose(file);
  return limit - 1;
}

int pid_reuse(int argc, char **argv) {
  need(argc, argv, 0, 0);
  static const int codes[] = {3, 5};
  // From the top, where the kernel's next pid arrives last.
  long pid = highest_pid();
  for (int i = 0; i < 2;) {
    pid_t child = fork_as((pid_t)pid);
    if (child == 0) _exit(codes[i]);
    if (child < 0 && errno == EEXIST && i == 0 && pid > 300) {
      pid--;
      continue;
    }
    if (child < 0) fail_errno("clone3 with a chosen pid");
    if (child != pid || shell_code(reap(child)) != codes[i]) fail("not the child asked for");
    i++;
  }
  printf("{\"pid\":%ld,\"exit_codes\":[%d,%d]}\n", pid, codes[0], codes[1]);
  return 0;
}
