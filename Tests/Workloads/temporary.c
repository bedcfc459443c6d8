// Files that a workload needs for a moment; whoever makes them removes them.

#include "workloads.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *make_temporary_directory(void) {
  const char *parent = getenv("TMPDIR");
  char path[PATH_MAX];
  snprintf(path, sizeof(path), "%s/workloads-XXXXXX", parent != NULL ? parent : "/tmp");
  if (mkdtemp(path) == NULL) fail_errno(path);
  return strdup(path);
}

char *make_file(const char *directory, const char *name, const char *content, mode_t mode) {
  char path[PATH_MAX];
  snprintf(path, sizeof(path), "%s/%s", directory, name);
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) fail_errno(path);
  ssize_t length = (ssize_t)strlen(content);
  if (write(file, content, (size_t)length) != length) fail_errno(path);
  // By fchmod, as the umask must not have a say. Closed before anyone executes it (ETXTBSY).
  if (fchmod(file, mode) != 0 || close(file) != 0) fail_errno(path);
  return strdup(path);
}
