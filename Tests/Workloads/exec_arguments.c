// Execs of noop whose arguments, or whose working directory, are at the limits.

#include "workloads.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Room for `count` further arguments behind the two that make a noop.
static char **noop_arguments(long count) {
  char **arguments = calloc((size_t)count + 3, sizeof(*arguments));
  if (arguments == NULL) fail_errno("calloc");
  arguments[0] = "workloads";
  arguments[1] = "noop";
  return arguments;
}

// BYTES is what the kernel has between arg_start and arg_end: all arguments, each with its NUL.
// The filling is the alphabet over and over, counted from the first byte behind "noop\0", so
// where a tracer cut it can be read off.
int long_argv(int argc, char **argv) {
  need(argc, argv, 1, 1);
  // The kernel takes less than 128 KiB in one argument.
  const long piece = 100000, head = sizeof("workloads") + sizeof("noop");
  long left = number(argv[1], head, 1L << 30) - head;
  char **arguments = noop_arguments(left / piece + 1);
  long letter = 0;
  for (int i = 2; left > 0; i++) {
    long size = left < piece ? left : piece;
    arguments[i] = malloc((size_t)size);
    if (arguments[i] == NULL) fail_errno("malloc");
    for (long j = 0; j < size; j++, letter++) arguments[i][j] = (char)('a' + letter % 26);
    arguments[i][size - 1] = '\0';
    left -= size;
  }
  become(own_path(), arguments);
}

int many_args(int argc, char **argv) {
  need(argc, argv, 1, 1);
  long count = number(argv[1], 0, 10000000);
  char **arguments = noop_arguments(count);
  for (long i = 0; i < count; i++) {
    if (asprintf(&arguments[i + 2], "%ld", i + 1) < 0) fail_errno("asprintf");
  }
  become(own_path(), arguments);
}

int raw_args(int argc, char **argv) {
  need(argc, argv, 0, 0);
  char *arguments[] = {
      "workloads",
      "noop",
      "invalid \xff\xfe\xc3( UTF-8",  // never valid, and a sequence that breaks off
      "\xed\xa0\x80",                 // a surrogate, which UTF-8 forbids
      "line\nbreak",
      "tab\tand\rreturn",
      "\x1b[31mred\x1b[0m",  // would colour a careless terminal
      "",                    // empty, in the middle
      "quote \" backslash \\",
      "\xf0\x9f\xa6\x94 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",  // emoji, one of them joined
      "",                                                               // and empty at the end
      NULL,
  };
  become(own_path(), arguments);
}

// Down and up again one name at a time, so N may exceed what a path can hold (PATH_MAX).
int deep_cwd(int argc, char **argv) {
  need(argc, argv, 1, 1);
  long depth = number(argv[1], 0, 9999);
  char *top = make_temporary_directory();
  char name[32], *program = own_path();
  if (chdir(top) != 0) fail_errno(top);
  for (long i = 1; i <= depth; i++) {
    snprintf(name, sizeof(name), "directory-%010ld", i);
    if (mkdir(name, 0700) != 0 || chdir(name) != 0) fail_errno(name);
  }

  int status = reap(start(program, noop_arguments(0)));

  for (long i = depth; i >= 1; i--) {
    snprintf(name, sizeof(name), "directory-%010ld", i);
    if (chdir("..") != 0 || rmdir(name) != 0) fail_errno(name);
  }
  if (rmdir(top) != 0) fail_errno(top);
  printf("{\"top\":\"%s\",\"depth\":%ld}\n", top, depth);
  return shell_code(status);
}
