// Execs that the kernel refuses. All are tried by this one process, which lives on.

#include "workloads.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern char **environ;

static void try(const char *path, long times, int expected) {
  char *arguments[] = {(char *)path, "refused", NULL};
  for (long i = 0; i < times; i++) {
    // Not by execvp, which would hand a file it cannot execute to the shell.
    execve(path, arguments, environ);
    // Such as EACCES where ENOEXEC should come: the temporary directory is mounted noexec.
    if (errno != expected) fail_errno(path);
  }
}

static void remove_file(char *path) {
  if (unlink(path) != 0) fail_errno(path);
  free(path);
}

int failed_execs(int argc, char **argv) {
  need(argc, argv, 1, 3);
  long missing = number(argv[1], 0, 1000000);
  long forbidden = argc > 2 ? number(argv[2], 0, 1000000) : 1;
  long malformed = argc > 3 ? number(argv[3], 0, 1000000) : 1;

  char *directory = make_temporary_directory();
  char *plain = make_file(directory, "not-executable", "#!/bin/sh\n", 0644);
  char *garbage = make_file(directory, "garbage", "\x01\x02\x03 no program\n", 0755);
  try("/nonexistent/program", missing, ENOENT);
  try(plain, forbidden, EACCES);
  try(garbage, malformed, ENOEXEC);
  remove_file(plain);
  remove_file(garbage);
  if (rmdir(directory) != 0) fail_errno(directory);
  printf("{\"ENOENT\":%ld,\"EACCES\":%ld,\"ENOEXEC\":%ld}\n", missing, forbidden, malformed);
  return 0;
}

int bad_interpreter(int argc, char **argv) {
  need(argc, argv, 0, 1);
  long count = argc > 1 ? number(argv[1], 0, 1000000) : 1;
  char *directory = make_temporary_directory();
  char *script = make_file(directory, "script", "#!/nonexistent/interpreter -x\n", 0755);
  try(script, count, ENOENT);
  remove_file(script);
  if (rmdir(directory) != 0) fail_errno(directory);
  printf("{\"ENOENT\":%ld}\n", count);
  return 0;
}
