#define _GNU_SOURCE

#include "CHookDeeds.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where the child has its pipes. */
#define ORDERS 0
#define ANSWERS 1

/* What a name is that no file has. */
#define NOWHERE "/proc/self/sonde-hook-trial"

static int fork_child(void)
{
  pid_t child = fork();
  int status;

  if (child < 0)
    return errno;
  if (child == 0)
    _exit(SONDE_DEED_STATUS);
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return errno;
  return 0;
}

static int execute(void)
{
  static char *const names[] = {"/bin/true", "/usr/bin/true"};
  char *const environment[] = {NULL};

  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
    char *const arguments[] = {names[i], NULL};

    if (access(names[i], X_OK) == 0)
      execve(names[i], arguments, environment);
  }
  return errno;
}

static int execute_nothing(void)
{
  char *const arguments[] = {NOWHERE, NULL}, *const environment[] = {NULL};

  execve(NOWHERE, arguments, environment);
  return errno == ENOENT ? 0 : errno;
}

/* One is opened a second time: that is known of a file whose bytes are not. */
static int transfer(void)
{
  int from = open("/dev/zero", O_RDONLY | O_CLOEXEC), to = open("/dev/null", O_WRONLY | O_CLOEXEC);
  char bytes[4096];
  int error = 0;

  if (from < 0 || to < 0 || read(from, bytes, sizeof(bytes)) < 0 ||
      write(to, bytes, sizeof(bytes)) < 0)
    error = errno;
  close(from);
  close(to);
  close(open("/dev/zero", O_RDONLY | O_CLOEXEC));
  return error;
}

static int map_file(void)
{
  int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  void *memory;
  int error = 0;

  if (file < 0)
    return errno;
  memory = mmap(NULL, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0);
  if (memory == MAP_FAILED)
    error = errno;
  else
    munmap(memory, 1);
  close(file);
  return error;
}

/* Failures are told of too, and leave nothing behind. */
static int change_name(void)
{
  if (rename(NOWHERE, NOWHERE "-renamed") == 0)
    return EEXIST;
  return errno == ENOENT ? 0 : errno;
}

/* Somebody who must not be chosen may have made us: then nobody would be. */
static void offer_oneself(void)
{
  static const char most[] = "1000";
  int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

  if (file < 0)
    return;
  /* Where it fails, the value that was inherited decides. */
  if (write(file, most, sizeof(most) - 1) < 0)
    errno = 0;
  close(file);
}

static int allocate(void)
{
  void *memory = mmap(NULL, SONDE_DEED_MEMORY, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

  if (memory == MAP_FAILED)
    return errno;
  for (size_t i = 0; i < SONDE_DEED_MEMORY; i += 4096)
    *((volatile char *)memory + i) = 1;
  munmap(memory, SONDE_DEED_MEMORY);
  return ENOMEM;
}

static int act(unsigned char deed)
{
  switch (deed) {
  case SONDE_DEED_FORK:
    return fork_child();
  case SONDE_DEED_EXEC:
    return execute();
  case SONDE_DEED_EXEC_FAILED:
    return execute_nothing();
  case SONDE_DEED_EXIT:
    _exit(SONDE_DEED_STATUS);
  case SONDE_DEED_TRANSFER:
    return transfer();
  case SONDE_DEED_MMAP:
    return map_file();
  case SONDE_DEED_CHANGE:
    return change_name();
  case SONDE_DEED_ALLOCATE:
    offer_oneself();
    return allocate();
  default:
    return EINVAL;
  }
}

static void play(pid_t parent, int orders, int answers)
{
  unsigned char deed;

  prctl(PR_SET_PDEATHSIG, SIGKILL);
  /* The parent's end may have come before that. */
  if (getppid() != parent)
    _exit(1);
  if (dup2(orders, ORDERS) < 0 || dup2(answers, ANSWERS) < 0)
    _exit(1);
  fcntl(ORDERS, F_SETFD, FD_CLOEXEC);
  fcntl(ANSWERS, F_SETFD, FD_CLOEXEC);
  syscall(SYS_close_range, 2, ~0U, 0);
  while (read(ORDERS, &deed, 1) == 1) {
    int answer = act(deed);

    if (write(ANSWERS, &answer, sizeof(answer)) != sizeof(answer))
      break;
  }
  _exit(0);
}

int sonde_start_actor(struct sonde_actor *actor)
{
  pid_t parent = getpid();
  int orders[2], answers[2], error;

  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, orders) < 0)
    return -errno;
  if (pipe2(answers, O_CLOEXEC) < 0) {
    error = -errno;
    close(orders[0]);
    close(orders[1]);
    return error;
  }
  actor->pid = fork();
  error = actor->pid < 0 ? -errno : 0;
  if (actor->pid == 0) {
    /* Where the pipes have the numbers that they are to have, dup2 would close one of them. */
    int from = fcntl(orders[0], F_DUPFD_CLOEXEC, 3), to = fcntl(answers[1], F_DUPFD_CLOEXEC, 3);

    play(parent, from, to);
  }
  close(orders[0]);
  close(answers[1]);
  actor->orders = orders[1];
  actor->answers = answers[0];
  if (error) {
    close(actor->orders);
    close(actor->answers);
  }
  return error;
}

int sonde_have_done(struct sonde_actor *actor, enum sonde_deed deed, int milliseconds)
{
  struct pollfd answers = {.fd = actor->answers, .events = POLLIN};
  unsigned char order = deed;
  int answer, ready;
  ssize_t count;

  /* Whoever reads it may have been killed: that is to be an error, not the end of this process. */
  if (send(actor->orders, &order, 1, MSG_NOSIGNAL) != 1)
    return errno;
  do
    ready = poll(&answers, 1, milliseconds);
  while (ready < 0 && errno == EINTR);
  if (ready < 0)
    return errno;
  if (ready == 0)
    return -ETIMEDOUT;
  count = read(actor->answers, &answer, sizeof(answer));
  if (count < 0)
    return errno;
  return count == sizeof(answer) ? answer : 0;
}

void sonde_end_actor(struct sonde_actor *actor)
{
  int status;

  if (actor->pid <= 0)
    return;
  close(actor->orders);
  close(actor->answers);
  kill(actor->pid, SIGKILL);
  while (waitpid(actor->pid, &status, 0) < 0)
    if (errno != EINTR)
      break;
  actor->pid = 0;
}
