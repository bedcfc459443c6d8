#define _GNU_SOURCE

#include "CLaunch.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define SHELL_ARGUMENTS 1024

static void execute_by_shell(const char *path, char *const arguments[], char *const environment[])
{
  char *shell[SHELL_ARGUMENTS + 3];
  int count = 0;

  shell[count++] = "/bin/sh";
  shell[count++] = (char *)path;
  for (int i = 1; arguments[0] && arguments[i] && count < SHELL_ARGUMENTS + 2; i++)
    shell[count++] = arguments[i];
  shell[count] = NULL;
  execve(shell[0], shell, environment);
}

static void run_child(const char *path, char *const arguments[], char *const environment[],
                      const sigset_t *mask, int gate, int failure)
{
  char byte;
  ssize_t size;
  int32_t error;

  do
    size = read(gate, &byte, 1);
  while (size < 0 && errno == EINTR);
  if (size != 1) /* the parent is gone, or has thought better of it */
    _exit(125);
  sigprocmask(SIG_SETMASK, mask, NULL);
  execve(path, arguments, environment);
  error = errno;
  if (error == ENOEXEC) {
    execute_by_shell(path, arguments, environment);
    error = errno;
  }
  size = write(failure, &error, sizeof(error));
  _exit(size == sizeof(error) ? 126 : 125);
}

int sonde_launch(const char *path, char *const arguments[], char *const environment[],
                 const sigset_t *mask, struct sonde_child *child)
{
  int gate[2], failure[2];

  if (pipe2(gate, O_CLOEXEC))
    return -errno;
  if (pipe2(failure, O_CLOEXEC)) {
    int error = errno;

    close(gate[0]);
    close(gate[1]);
    return -error;
  }
  child->pid = fork();
  if (child->pid == 0) {
    close(gate[1]);
    close(failure[0]);
    run_child(path, arguments, environment, mask, gate[0], failure[1]);
  }
  int error = errno;

  close(gate[0]);
  close(failure[1]);
  child->gate = gate[1];
  child->failure = failure[0];
  if (child->pid > 0)
    return 0;
  close(gate[1]);
  close(failure[0]);
  return -error;
}

int sonde_release(struct sonde_child *child)
{
  int32_t error = 0;
  ssize_t size = write(child->gate, "", 1);

  close(child->gate);
  if (size == 1) {
    do
      size = read(child->failure, &error, sizeof(error));
    while (size < 0 && errno == EINTR);
  }
  close(child->failure);
  return size == sizeof(error) ? error : 0;
}

int sonde_wait_signal(const sigset_t *set, int *code)
{
  siginfo_t information;
  int signal = sigwaitinfo(set, &information);

  if (signal <= 0)
    return 0;
  *code = information.si_code;
  return signal;
}

int sonde_is_from_terminal(int code)
{
  return code == SI_KERNEL;
}
