#define _GNU_SOURCE

#include "CLaunch.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SHELL_ARGUMENTS 1024

/* The signal mask that this process was given. The thread that forks may be a worker of libdispatch,
 * which blocks nearly all signals: inherited, that would keep a program from ever seeing its own
 * SIGALRM. */
static sigset_t initial_mask;

__attribute__((constructor)) static void keep_mask(void)
{
  sigprocmask(SIG_SETMASK, NULL, &initial_mask);
}

/* A standard descriptor that is closed would be given to the next file that is opened, the
 * database perhaps, and messages be written into that. The child still finds it closed. */
__attribute__((constructor)) static void fill_standard_descriptors(void)
{
  for (int descriptor = 0; descriptor <= 2; descriptor++) {
    if (fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
      open("/dev/null", O_RDWR | O_CLOEXEC); /* the lowest that is free: this one */
  }
}

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
                      int gate, int failure)
{
  char byte;
  ssize_t size;
  int32_t error;

  do
    size = read(gate, &byte, 1);
  while (size < 0 && errno == EINTR);
  if (size != 1) /* the parent is gone, or has thought better of it */
    _exit(125);
  sigprocmask(SIG_SETMASK, &initial_mask, NULL);
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
                 struct sonde_child *child)
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
    run_child(path, arguments, environment, gate[0], failure[1]);
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

struct caught {
  int signal;
  int code;
};

static int signal_pipe[2] = {-1, -1};

static void on_signal(int signal, siginfo_t *information, void *context)
{
  struct caught caught = {.signal = signal, .code = information->si_code};
  int saved = errno;
  ssize_t size = write(signal_pipe[1], &caught, sizeof(caught));

  (void)context;
  (void)size; /* a full pipe holds thousands of signals that nobody has looked at */
  errno = saved;
}

/* That nobody reads our messages must not end us; the write that fails says so too. Caught rather
 * than ignored, since what is ignored stays so in the child. */
static void on_broken_pipe(int signal)
{
  (void)signal;
}

int sonde_catch_signals(const int signals[], int count)
{
  if (pipe2(signal_pipe, O_CLOEXEC))
    return -errno;
  fcntl(signal_pipe[1], F_SETFL, O_NONBLOCK);
  struct sigaction pipe_before, on_pipe = {.sa_handler = on_broken_pipe};

  if (sigaction(SIGPIPE, NULL, &pipe_before) == 0 && pipe_before.sa_handler == SIG_DFL)
    sigaction(SIGPIPE, &on_pipe, NULL);
  for (int i = 0; i < count; i++) {
    struct sigaction before, action = {.sa_sigaction = on_signal};

    action.sa_flags = SA_SIGINFO | SA_RESTART;
    if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler == SIG_IGN)
      continue;
    sigaction(signals[i], &action, NULL);
  }
  return signal_pipe[0];
}

int sonde_next_signal(int descriptor, int *code)
{
  struct caught caught;
  ssize_t size;

  do
    size = read(descriptor, &caught, sizeof(caught));
  while (size < 0 && errno == EINTR);
  if (size != sizeof(caught))
    return 0;
  *code = caught.code;
  return caught.signal;
}

int sonde_is_from_kernel(int code)
{
  return code == SI_KERNEL;
}

/* glibc has pidfd_open(2) from 2.36 on. */
int sonde_await_end(pid_t pid)
{
  struct pollfd wait = {.events = POLLIN};
  int error = 0;

  wait.fd = syscall(SYS_pidfd_open, pid, 0);
  if (wait.fd < 0)
    return errno == ESRCH ? 0 : -errno;
  while (poll(&wait, 1, -1) < 0)
    if (errno != EINTR) {
      error = -errno;
      break;
    }
  close(wait.fd);
  return error;
}

void sonde_return_large_memory(void)
{
  /* Setting it, to whatever, ends the learning. */
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
}
