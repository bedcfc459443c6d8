// Reading the command line. Everything is checked: a typing error in a test must not become a
// workload of size zero that passes.

#include "workloads.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

_Noreturn void fail(const char *format, ...) {
  va_list values;
  va_start(values, format);
  fputs("workloads: ", stderr);
  vfprintf(stderr, format, values);
  fputc('\n', stderr);
  va_end(values);
  exit(EXIT_BROKEN);
}

_Noreturn void fail_errno(const char *what) {
  fail("%s: %s", what, strerror(errno));
}

long number(const char *text, long least, long most) {
  char *end;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || value < least || value > most) {
    fail("'%s' is not a number from %ld to %ld", text, least, most);
  }
  return value;
}

double seconds(const char *text) {
  char *end;
  double value = strtod(text, &end);
  if (end == text || *end != '\0' || !(value >= 0 && value <= 86400)) {
    fail("'%s' is not a number of seconds from 0 to 86400", text);
  }
  return value;
}

int signal_number(const char *text) {
  // Of our own, since sigabbrev_np is too young for some C libraries.
  static const struct {
    const char *name;
    int number;
  } names[] = {
      {"HUP", SIGHUP},   {"INT", SIGINT},   {"QUIT", SIGQUIT}, {"ILL", SIGILL},   {"TRAP", SIGTRAP},
      {"ABRT", SIGABRT}, {"BUS", SIGBUS},   {"FPE", SIGFPE},   {"KILL", SIGKILL}, {"USR1", SIGUSR1},
      {"SEGV", SIGSEGV}, {"USR2", SIGUSR2}, {"PIPE", SIGPIPE}, {"ALRM", SIGALRM}, {"TERM", SIGTERM},
      {"XCPU", SIGXCPU}, {"XFSZ", SIGXFSZ}, {"SYS", SIGSYS},   {"CHLD", SIGCHLD}, {"STOP", SIGSTOP},
  };
  const char *name = strncasecmp(text, "SIG", 3) == 0 ? text + 3 : text;
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
    if (strcasecmp(name, names[i].name) == 0) return names[i].number;
  }
  return (int)number(text, 1, SIGRTMAX);
}

// Removes argv[at] and returns it.
static char *take(int *argc, char **argv, int at) {
  char *taken = argv[at];
  for (int i = at; i < *argc; i++) argv[i] = argv[i + 1];
  --*argc;
  return taken;
}

// Only for workloads that run no command: a command's own flags are not ours to take.
bool take_flag(int *argc, char **argv, const char *flag) {
  for (int i = 1; i < *argc; i++) {
    if (strcmp(argv[i], flag) != 0) continue;
    take(argc, argv, i);
    return true;
  }
  return false;
}

const char *take_option(int *argc, char **argv, const char *option) {
  for (int i = 1; i + 1 < *argc; i++) {
    if (strcmp(argv[i], option) != 0) continue;
    take(argc, argv, i);
    return take(argc, argv, i);
  }
  return NULL;
}

// How many arguments there may be behind the workload's name; most is -1 before a command.
void need(int argc, char **argv, int least, int most) {
  int count = argc - 1;
  if (count < least || (most >= 0 && count > most)) {
    fail("%s: %d arguments are %s; try --help", argv[0], count,
         count < least ? "too few" : "too many");
  }
}
