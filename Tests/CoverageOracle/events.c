#include "oracle.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

static volatile sig_atomic_t seen;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int work_done;

static void note_signal(void)
{
  seen++;
}

static void on_signal(int number)
{
  (void)number;
  note_signal();
}

static void on_other_signal(int number)
{
  (void)number;
  seen += 2;
}

void install_handler(void)
{
  struct sigaction action;

  memset(&action, 0, sizeof(action));
  action.sa_handler = on_signal;
  sigaction(SIGUSR1, &action, 0);
  action.sa_handler = on_other_signal;
  sigaction(SIGUSR2, &action, 0);
}

void raise_signal(void)
{
  raise(SIGUSR1);
}

static void begin_work(void)
{
  work_done = 0;
}

static void work(int rounds)
{
  pthread_mutex_lock(&mutex);
  work_done += rounds;
  pthread_mutex_unlock(&mutex);
}

static void *odd_worker(void *argument)
{
  pthread_once(&once, begin_work);
  work((int)(long)argument);
  return 0;
}

static void *even_worker(void *argument)
{
  pthread_once(&once, begin_work);
  work(2 * (int)(long)argument);
  return 0;
}

void run_threads(int count)
{
  pthread_t threads[16];

  for (int index = 0; index < count && index < 16; index++)
    pthread_create(&threads[index], 0, index % 2 ? odd_worker : even_worker, (void *)(long)index);
  for (int index = 0; index < count && index < 16; index++)
    pthread_join(threads[index], 0);
}

int events_seen(void)
{
  return seen;
}
