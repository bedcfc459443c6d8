// Known amounts of CPU time, by the CPU clock of the process or of the thread, so that a busy
// machine makes these slower but not different.

#include "workloads.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

static void work_in_user_mode(void) {
  uint64_t x = 1;
  for (int i = 0; i < 100000; i++) {
    x = x * 6364136223846793005u + 1442695040888963407u;
    __asm__ volatile("" : "+r"(x));
  }
}

// getrandom computes in the kernel for as long as it is asked to, and unlike reading /dev/zero it
// leaves the I/O counters alone.
static void work_in_kernel_mode(void) {
  static _Thread_local char bytes[65536];
  if (getrandom(bytes, sizeof(bytes), 0) < 0) fail_errno("getrandom");
}

// Works until the clock shows `until`, so what came before counts as well. Reading a CPU clock is
// a real system call, which is why the pieces of work are long (about 0.1 ms).
void burn(clockid_t clock, double until, bool in_kernel) {
  struct timespec now;
  do {
    if (in_kernel) {
      work_in_kernel_mode();
    } else {
      work_in_user_mode();
    }
    if (clock_gettime(clock, &now) != 0) fail_errno("clock_gettime");
  } while ((double)now.tv_sec + (double)now.tv_nsec / 1e9 < until);
}

int spin(int argc, char **argv) {
  bool in_kernel = take_flag(&argc, argv, "--system");
  need(argc, argv, 1, 1);
  burn(CLOCK_PROCESS_CPUTIME_ID, seconds(argv[1]), in_kernel);
  return 0;
}

struct team {
  double cpu;
  bool join;
  pthread_barrier_t done;
};

static void *work(void *argument) {
  struct team *team = argument;
  burn(CLOCK_THREAD_CPUTIME_ID, team->cpu, false);
  if (!team->join) pthread_barrier_wait(&team->done);
  return NULL;
}

// Without joining, a barrier lets all threads and the main thread go at the same moment: the main
// thread's exit_group meets them on their way out, and what they used is folded into the
// process's totals only after the exit of the group has begun.
int threads(int argc, char **argv) {
  bool join = !take_flag(&argc, argv, "--no-join");
  need(argc, argv, 2, 2);
  long count = number(argv[1], 1, 10000);

  // Static, for the threads may outlive this function's frame.
  static struct team team;
  team.cpu = seconds(argv[2]);
  team.join = join;
  if (pthread_barrier_init(&team.done, NULL, (unsigned)count + 1) != 0) fail("no barrier");

  pthread_t *ids = calloc((size_t)count, sizeof(*ids));
  if (ids == NULL) fail_errno("calloc");
  for (long i = 0; i < count; i++) {
    if (pthread_create(&ids[i], NULL, work, &team) != 0) fail("cannot create thread %ld", i + 1);
  }
  if (!join) {
    pthread_barrier_wait(&team.done);
    return 0;
  }
  for (long i = 0; i < count; i++) pthread_join(ids[i], NULL);
  free(ids);
  return 0;
}
