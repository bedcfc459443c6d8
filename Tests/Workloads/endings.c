// The ways in which a process can end.

#include "workloads.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

int exit_with(int argc, char **argv) {
  need(argc, argv, 1, 1);
  return (int)number(argv[1], 0, 255);
}

// The default action, whatever was inherited: a shell starts its background jobs with SIGINT
// ignored. SIGKILL and SIGSTOP refuse this, and need it not.
static void expose_to(int number) {
  signal(number, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
}

// No core file unless asked for. One that is piped to a program ignores the limit. Without the
// privilege to lift the hard limit, the soft one goes as high as it may.
static void limit_core(bool wanted) {
  struct rlimit limit = {0, 0};
  if (wanted) {
    limit.rlim_cur = limit.rlim_max = RLIM_INFINITY;
    if (setrlimit(RLIMIT_CORE, &limit) == 0) return;
    if (getrlimit(RLIMIT_CORE, &limit) != 0) fail_errno("getrlimit");
    limit.rlim_cur = limit.rlim_max;
  }
  if (setrlimit(RLIMIT_CORE, &limit) != 0) fail_errno("setrlimit");
}

static int prepare(int argc, char **argv) {
  limit_core(take_flag(&argc, argv, "--core"));
  need(argc, argv, 1, 1);
  int number = signal_number(argv[1]);
  expose_to(number);
  return number;
}

int raise_signal(int argc, char **argv) {
  raise(prepare(argc, argv));
  return 0;
}

int self_kill(int argc, char **argv) {
  kill(getpid(), prepare(argc, argv));
  return 0;
}

int segv(int argc, char **argv) {
  limit_core(take_flag(&argc, argv, "--core"));
  need(argc, argv, 0, 0);
  expose_to(SIGSEGV);
  // A page of our own without permissions: address 0 can be mapped, and compilers know it.
  volatile char *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) fail_errno("mmap");
  *page = 1;
  return EXIT_BROKEN;
}

int abort_self(int argc, char **argv) {
  limit_core(take_flag(&argc, argv, "--core"));
  need(argc, argv, 0, 0);
  expose_to(SIGABRT);
  abort();
}

int kill_child(int argc, char **argv) {
  need(argc, argv, 1, 1);
  int number = signal_number(argv[1]);
  limit_core(false);
  int ready[2];
  if (pipe(ready) != 0) fail_errno("pipe");
  pid_t pid = fork();
  if (pid < 0) fail_errno("fork");
  if (pid == 0) {
    expose_to(number);
    expose_to(SIGALRM);
    // In case SIG does not kill.
    alarm(10);
    if (write(ready[1], "", 1) != 1) _exit(EXIT_BROKEN);
    for (;;) pause();
  }
  char byte;
  close(ready[1]);
  if (read(ready[0], &byte, 1) != 1) fail("the child did not get ready");
  if (kill(pid, number) != 0) fail_errno("kill");
  int status = reap(pid);
  printf("{\"pid\":%d,\"status\":%d}\n", pid, status);
  return (status & 0x7f) == number ? 0 : EXIT_BROKEN;
}
