#define _GNU_SOURCE

#include "CLibBPF.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define LOG_SIZE (256 * 1024)

/* Of each thread that asked for it; for as long as the program runs. */
static _Thread_local char *log_text;
static _Thread_local size_t log_used;

/* The verifier's reason stands at the end of what can be megabytes: keep the end. */
static void append(const char *text, size_t size)
{
  if (size >= LOG_SIZE) {
    text += size - (LOG_SIZE - 1);
    size = LOG_SIZE - 1;
  }
  if (log_used + size >= LOG_SIZE) {
    size_t keep = LOG_SIZE / 2 < LOG_SIZE - 1 - size ? LOG_SIZE / 2 : LOG_SIZE - 1 - size;

    if (keep > log_used)
      keep = log_used;
    memmove(log_text, log_text + log_used - keep, keep);
    log_used = keep;
  }
  memcpy(log_text + log_used, text, size);
  log_used += size;
  log_text[log_used] = 0;
}

static int capture(enum libbpf_print_level level, const char *format, va_list arguments)
{
  char *text = NULL;
  int size;

  if (level == LIBBPF_DEBUG || !log_text)
    return 0;
  size = vasprintf(&text, format, arguments);
  if (size < 0)
    return 0;
  append(text, size);
  free(text);
  return size;
}

void sonde_capture_libbpf_log(void)
{
  if (!log_text)
    log_text = calloc(1, LOG_SIZE);
  libbpf_set_print(capture);
}

const char *sonde_libbpf_log(void)
{
  return log_text ? log_text : "";
}

void sonde_clear_libbpf_log(void)
{
  log_used = 0;
  if (log_text)
    log_text[0] = 0;
}

int sonde_open_bell(void)
{
  return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void sonde_ring_bell(int bell)
{
  uint64_t one = 1;

  if (write(bell, &one, sizeof(one)) < 0)
    return; /* its counter is full: it rings already */
}

int sonde_open_waiter(int ring, int bell)
{
  struct epoll_event on_ring = {.events = EPOLLIN | EPOLLET, .data.fd = ring};
  struct epoll_event on_bell = {.events = EPOLLIN, .data.fd = bell};
  int waiter = epoll_create1(EPOLL_CLOEXEC);

  if (waiter < 0)
    return -errno;
  if (epoll_ctl(waiter, EPOLL_CTL_ADD, ring, &on_ring) ||
      epoll_ctl(waiter, EPOLL_CTL_ADD, bell, &on_bell)) {
    int error = errno;

    close(waiter);
    return -error;
  }
  return waiter;
}

int sonde_wait(int waiter, int bell, int milliseconds)
{
  struct epoll_event event;
  uint64_t rings;

  if (epoll_wait(waiter, &event, 1, milliseconds) <= 0)
    return 0;
  if (event.data.fd != bell)
    return 1;
  if (read(bell, &rings, sizeof(rings)) < 0)
    return 0;
  return 2;
}

struct bpf_link *sonde_attach_map_walk(struct bpf_program *program, int map)
{
  union bpf_iter_link_info info = {.map.map_fd = map};
  LIBBPF_OPTS(bpf_iter_attach_opts, options, .link_info = &info, .link_info_len = sizeof(info));

  return bpf_program__attach_iter(program, &options);
}
