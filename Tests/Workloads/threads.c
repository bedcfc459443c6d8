// Threads that end, or execute, in an unusual order.

#include "workloads.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct ending {
  enum { BY_EXIT, BY_PTHREAD_EXIT, BY_SYSTEM_CALL } way;
  int leader_code, last_code;
};

// The state letter stands behind the name's closing parenthesis; the name may contain anything.
static char process_state(void) {
  char text[512];
  int file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? -1 : read(file, text, sizeof(text) - 1);
  if (length <= 0) fail_errno("/proc/self/stat");
  close(file);
  text[length] = '\0';
  const char *end = strrchr(text, ')');
  return end != NULL && end[1] != '\0' ? end[2] : '?';
}

static void *outlive_leader(void *argument) {
  const struct ending *ending = argument;
  while (process_state() != 'Z') sleep_for(0.001);
  switch (ending->way) {
    case BY_EXIT: exit(ending->last_code);
    case BY_PTHREAD_EXIT: pthread_exit(NULL);
    case BY_SYSTEM_CALL: syscall(SYS_exit, ending->last_code);
  }
  return NULL;
}

// The bare system call ends one thread. The C library never makes it for the last one: its
// pthread_exit there is exit(0), the whole group's. So only --raw tells whose code the parent
// sees when nobody exits for the group; kernels differ, hence a test should ask `measure`.
int leader_exits_first(int argc, char **argv) {
  static struct ending ending;
  if (take_flag(&argc, argv, "--all-pthread-exit")) {
    need(argc, argv, 0, 0);
    ending.way = BY_PTHREAD_EXIT;
  } else if (take_flag(&argc, argv, "--raw")) {
    need(argc, argv, 2, 2);
    ending.way = BY_SYSTEM_CALL;
    ending.leader_code = (int)number(argv[1], 0, 255);
    ending.last_code = (int)number(argv[2], 0, 255);
  } else {
    need(argc, argv, 1, 1);
    ending.last_code = (int)number(argv[1], 0, 255);
  }
  pthread_t id;
  if (pthread_create(&id, NULL, outlive_leader, &ending) != 0) fail("cannot create a thread");
  if (ending.way == BY_SYSTEM_CALL) syscall(SYS_exit, ending.leader_code);
  pthread_exit(NULL);
}

static void *execute(void *argument) {
  char **argv = argument;
  become(argv[0], argv + 1);
}

// The thread that executes takes over the leader's thread id, and the leader vanishes unreaped.
int exec_from_thread(int argc, char **argv) {
  need(argc, argv, 1, -1);
  argv[0] = resolve(argv[1]);
  pthread_t id;
  if (pthread_create(&id, NULL, execute, argv) != 0) fail("cannot create a thread");
  pthread_join(id, NULL);
  return EXIT_BROKEN;
}

static void *sleep_once(void *argument) {
  sleep_for(*(const double *)argument);
  return NULL;
}

int sleep_threads(int argc, char **argv) {
  need(argc, argv, 2, 2);
  long count = number(argv[1], 1, 10000);
  double duration = seconds(argv[2]);
  pthread_t *ids = calloc((size_t)count, sizeof(*ids));
  if (ids == NULL) fail_errno("calloc");
  for (long i = 0; i < count; i++) {
    if (pthread_create(&ids[i], NULL, sleep_once, &duration) != 0) {
      fail("cannot create thread %ld", i + 1);
    }
  }
  for (long i = 0; i < count; i++) pthread_join(ids[i], NULL);
  free(ids);
  return 0;
}
