// Starting and reaping children, each by one system call of its kind.

#include "workloads.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The path of this program. Resolved, for a tracer shows the path that was executed, and
// "/proc/self/exe" would tell a test nothing.
char *own_path(void) {
  static char path[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
  if (length < 0) fail_errno("/proc/self/exe");
  path[length] = '\0';
  return path;
}

// Looks a command up in PATH without trying to execute it, which execvp does: each directory
// that lacks the command would be one more failed exec for the tracer to see.
char *resolve(const char *command) {
  if (strchr(command, '/') != NULL) return strdup(command);
  const char *directories = getenv("PATH");
  if (directories == NULL) directories = "/usr/local/bin:/usr/bin:/bin";
  while (*directories != '\0') {
    size_t length = strcspn(directories, ":");
    char path[PATH_MAX];
    struct stat status;
    int written = snprintf(path, sizeof(path), "%.*s/%s", (int)length, directories, command);
    if (length > 0 && written < (int)sizeof(path) && access(path, X_OK) == 0 &&
        stat(path, &status) == 0 && S_ISREG(status.st_mode)) {
      return strdup(path);
    }
    directories += length;
    directories += strspn(directories, ":");
  }
  fprintf(stderr, "workloads: no command '%s' in PATH\n", command);
  exit(127);
}

_Noreturn void become(const char *path, char **argv) {
  execv(path, argv);
  // After a fork the parent's buffers are here too; _exit leaves them unprinted.
  dprintf(STDERR_FILENO, "workloads: cannot execute '%s': %s\n", path, strerror(errno));
  _exit(127);
}

// vfork and exec. The child borrows our memory until it executes, so the error it leaves behind
// tells a failed exec from a command that exits with 127.
pid_t start(const char *path, char **argv) {
  volatile int error = 0;
  pid_t pid = vfork();
  if (pid < 0) fail_errno("vfork");
  if (pid == 0) {
    execv(path, argv);
    error = errno;
    _exit(127);
  }
  if (error != 0) {
    reap(pid);
    fprintf(stderr, "workloads: cannot execute '%s': %s\n", path, strerror(error));
    exit(127);
  }
  return pid;
}

int reap(pid_t pid) {
  int status;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) fail_errno("waitpid");
  }
  return status;
}

int shell_code(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void sleep_for(double duration) {
  struct timespec left = {.tv_sec = (time_t)duration};
  left.tv_nsec = (long)((duration - (double)left.tv_sec) * 1e9);
  while (nanosleep(&left, &left) != 0) {
    if (errno != EINTR) fail_errno("nanosleep");
  }
}
