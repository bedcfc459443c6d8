// Waits of a known length for one thing each, and what a thread waits for on storage.

#include "workloads.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void reap_one(void) {
  if (wait(NULL) < 0) fail_errno("wait");
}

// A child that writes a byte when the time is up, and is waited for by `await`.
static void with_writer(int ends[2], double duration, void (*await)(int)) {
  pid_t child = fork();
  if (child < 0) fail_errno("fork");
  if (child == 0) {
    sleep_for(duration);
    _exit(write(ends[1], "x", 1) == 1 ? 0 : EXIT_BROKEN);
  }
  await(ends[0]);
  reap_one();
}

static void await_read(int end) {
  char byte;
  if (read(end, &byte, 1) != 1) fail_errno("read");
}

static void await_poll(int end) {
  struct pollfd polled[2] = {{.fd = -1}, {.fd = end, .events = POLLIN}};
  if (poll(polled, 2, -1) != 1) fail_errno("poll");
}

static void await_select(int end) {
  fd_set set;
  FD_ZERO(&set);
  FD_SET(end, &set);
  if (select(end + 1, &set, NULL, NULL, NULL) != 1) fail_errno("select");
}

static void wait_for_pipe(double duration, void (*await)(int)) {
  int ends[2];
  if (pipe(ends) != 0) fail_errno("pipe");
  with_writer(ends, duration, await);
}

static void wait_for_local_socket(double duration) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) fail_errno("socketpair");
  with_writer(ends, duration, await_read);
}

static void wait_for_network(double duration, void (*await)(int)) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof(address);
  int listener = socket(AF_INET, SOCK_STREAM, 0), ends[2];
  ends[1] = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (void *)&address, size) != 0 || listen(listener, 1) != 0 ||
      getsockname(listener, (void *)&address, &size) != 0 ||
      connect(ends[1], (void *)&address, size) != 0) {
    fail_errno("connecting to oneself");
  }
  ends[0] = accept(listener, NULL, NULL);
  if (ends[0] < 0) fail_errno("accept");
  with_writer(ends, duration, await);
}

static void wait_for_child(double duration) {
  pid_t child = fork();
  if (child < 0) fail_errno("fork");
  if (child == 0) {
    sleep_for(duration);
    _exit(0);
  }
  reap_one();
}

// The parent waits until the child has left its memory.
static void wait_for_vfork(double duration) {
  pid_t child = vfork();
  if (child < 0) fail_errno("vfork");
  if (child == 0) {
    struct timespec time = {(time_t)duration, (long)((duration - (double)(long)duration) * 1e9)};
    nanosleep(&time, NULL);
    _exit(0);
  }
  reap_one();
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t held;

static void *hold(void *duration) {
  pthread_mutex_lock(&mutex);
  pthread_barrier_wait(&held);
  sleep_for(*(double *)duration);
  pthread_mutex_unlock(&mutex);
  return NULL;
}

static void wait_for_lock(double duration) {
  pthread_t thread;
  pthread_barrier_init(&held, NULL, 2);
  if (pthread_create(&thread, NULL, hold, &duration) != 0) fail("no thread");
  pthread_barrier_wait(&held);
  pthread_mutex_lock(&mutex);
  pthread_join(thread, NULL);
}

static void wait_in_select(double duration) {
  struct timeval time = {(time_t)duration, (long)((duration - (double)(long)duration) * 1e6)};
  if (select(0, NULL, NULL, NULL, &time) != 0) fail_errno("select");
}

int wait_for(int argc, char **argv) {
  need(argc, argv, 2, 2);
  const char *what = argv[1];
  double duration = seconds(argv[2]);
  if (strcmp(what, "pipe") == 0) {
    wait_for_pipe(duration, await_read);
  } else if (strcmp(what, "polled-pipe") == 0) {
    wait_for_pipe(duration, await_poll);
  } else if (strcmp(what, "local-socket") == 0) {
    wait_for_local_socket(duration);
  } else if (strcmp(what, "network") == 0) {
    wait_for_network(duration, await_read);
  } else if (strcmp(what, "selected-network") == 0) {
    wait_for_network(duration, await_select);
  } else if (strcmp(what, "child") == 0) {
    wait_for_child(duration);
  } else if (strcmp(what, "vfork") == 0) {
    wait_for_vfork(duration);
  } else if (strcmp(what, "lock") == 0) {
    wait_for_lock(duration);
  } else if (strcmp(what, "time") == 0) {
    sleep_for(duration);
  } else if (strcmp(what, "select") == 0) {
    wait_in_select(duration);
  } else {
    fail("wait-for: nothing is called '%s'", what);
  }
  return 0;
}

static double now(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time) != 0) fail_errno("clock_gettime");
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

enum { BLOCK = 1 << 20 };

static int make_uncached(const char *path, long megabytes, void *block) {
  int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (file < 0) fail_errno(path);
  for (long i = 0; i < megabytes; i++) {
    memset(block, (int)i, BLOCK);
    if (write(file, block, BLOCK) != BLOCK) fail_errno("write");
  }
  if (fsync(file) != 0 || posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) != 0) fail_errno("fsync");
  return file;
}

// Each way leads to the device: reads that pass by the cache, writes that are waited for, and
// memory that is a file. Prints how long it took without the CPU time of it, which is what was
// waited for the file or for a CPU; making the file counts as well.
int storage(int argc, char **argv) {
  need(argc, argv, 3, 3);
  const char *way = argv[1], *path = argv[2];
  long megabytes = number(argv[3], 1, 4096);
  void *block = NULL;
  if (posix_memalign(&block, 4096, BLOCK) != 0) fail("no memory");
  memset(block, 1, BLOCK);
  double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_THREAD_CPUTIME_ID);
  int file = make_uncached(path, megabytes, block);
  if (strcmp(way, "read") == 0) {
    if (fcntl(file, F_SETFL, O_DIRECT) != 0) fail_errno("O_DIRECT");
    for (long i = 0; i < megabytes; i++) {
      if (pread(file, block, BLOCK, i * BLOCK) != BLOCK) fail_errno("pread");
    }
  } else if (strcmp(way, "sync") == 0) {
    for (long i = 0; i < megabytes; i++) {
      if (pwrite(file, block, 4096, i * BLOCK) != 4096 || fsync(file) != 0) fail_errno("fsync");
    }
  } else if (strcmp(way, "map") == 0) {
    size_t size = (size_t)megabytes * BLOCK;
    char *memory = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED || madvise(memory, size, MADV_RANDOM) != 0) fail_errno("mmap");
    for (size_t at = 0; at < size; at += 4096) (void)*(volatile char *)(memory + at);
  } else {
    fail("storage: there is no way '%s'", way);
  }
  wall = now(CLOCK_MONOTONIC) - wall;
  cpu = now(CLOCK_THREAD_CPUTIME_ID) - cpu;
  printf("%.6f\n", wall - cpu);
  return 0;
}
