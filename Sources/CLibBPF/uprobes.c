#define _GNU_SOURCE

#include "CLibBPF.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

const uint32_t sonde_mmap_number = SYS_mmap;

/* What a call costs with a probe depends on the function's first instruction: a few simple ones the
 * kernel does by itself, over most it has to step, which costs a second exception. */
#if defined(__x86_64__)
__asm__(".text\n"
        ".type sonde_trial_simple, @function\n"
        "sonde_trial_simple:\n"
        "  push %rbp\n"
        "  pop %rbp\n"
        "  ret\n"
        ".size sonde_trial_simple, . - sonde_trial_simple\n"
        ".type sonde_trial_stepped, @function\n"
        "sonde_trial_stepped:\n"
        "  sub $8, %rsp\n"
        "  add $8, %rsp\n"
        "  ret\n"
        ".size sonde_trial_stepped, . - sonde_trial_stepped\n"
        ".type sonde_trial_landing, @function\n"
        "sonde_trial_landing:\n"
        "  endbr64\n"
        "  ret\n"
        ".size sonde_trial_landing, . - sonde_trial_landing\n");
void sonde_trial_simple(void);
void sonde_trial_stepped(void);
void sonde_trial_landing(void);
#else
static __attribute__((noinline)) void sonde_trial_stepped(void)
{
  __asm__ volatile("" ::: "memory");
}
#define sonde_trial_simple sonde_trial_stepped
#define sonde_trial_landing sonde_trial_stepped
#endif

sonde_trial sonde_trial_function(enum sonde_entry entry)
{
  switch (entry) {
  case SONDE_ENTRY_SIMPLE:
    return sonde_trial_simple;
  case SONDE_ENTRY_LANDING:
    return sonde_trial_landing;
  default:
    return sonde_trial_stepped;
  }
}

/* The part of union bpf_attr that BPF_LINK_CREATE reads, from include/uapi/linux/bpf.h of 6.6. */
struct link_create {
  uint32_t program;
  uint32_t target;
  uint32_t attach_type;
  uint32_t flags;
  union {
    struct {
      uint64_t path;
      uint64_t offsets;
      uint64_t reference_counters;
      uint64_t cookies;
      uint32_t count;
      uint32_t flags;
      uint32_t pid;
    } uprobes;
    struct {
      uint64_t cookie;
    } perf_event;
  };
};

static int create_link(struct link_create *request)
{
  int link = syscall(SYS_bpf, BPF_LINK_CREATE, request, sizeof(*request));

  return link < 0 ? -errno : link;
}

int sonde_link_uprobes(int program, const char *path, const uint64_t *offsets,
                       const uint64_t *cookies, uint32_t count, uint32_t pid)
{
  struct link_create request;

  memset(&request, 0, sizeof(request));
  request.program = program;
  request.attach_type = sonde_attach_many_uprobes;
  request.uprobes.path = (uintptr_t)path;
  request.uprobes.offsets = (uintptr_t)offsets;
  request.uprobes.cookies = (uintptr_t)cookies;
  request.uprobes.count = count;
  request.uprobes.pid = pid;
  return create_link(&request);
}

/* The kernel numbers its kinds of events as they are registered. */
static int uprobe_event_type(void)
{
  FILE *file = fopen("/sys/bus/event_source/devices/uprobe/type", "re");
  int type = -1;

  if (!file)
    return -ENOENT;
  if (fscanf(file, "%d", &type) != 1)
    type = -ENOENT;
  fclose(file);
  return type;
}

int sonde_link_uprobe(int program, const char *path, uint64_t offset, uint64_t cookie, uint32_t pid)
{
  struct perf_event_attr attributes;
  struct link_create request;
  int type = uprobe_event_type(), event, link;

  if (type < 0)
    return type;
  memset(&attributes, 0, sizeof(attributes));
  attributes.size = sizeof(attributes);
  attributes.type = type;
  attributes.config1 = (uintptr_t)path;
  attributes.config2 = offset;
  event = syscall(SYS_perf_event_open, &attributes, pid ? (int)pid : -1, pid ? -1 : 0, -1,
                  PERF_FLAG_FD_CLOEXEC);
  if (event < 0)
    return -errno;
  memset(&request, 0, sizeof(request));
  request.program = program;
  request.target = event;
  request.attach_type = BPF_PERF_EVENT;
  request.perf_event.cookie = cookie;
  link = create_link(&request);
  /* The link keeps the event. */
  close(event);
  return link;
}

bool sonde_has_many_uprobes(void)
{
  static const struct bpf_insn nothing[] = {
    {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0},
    {.code = BPF_JMP | BPF_EXIT},
  };
  LIBBPF_OPTS(bpf_prog_load_opts, options);
  int program;

  options.expected_attach_type = (enum bpf_attach_type)sonde_attach_many_uprobes;
  program = bpf_prog_load(BPF_PROG_TYPE_KPROBE, "sonde_trial", "GPL", nothing, 2, &options);
  if (program < 0)
    return false;
  close(program);
  return true;
}

void sonde_settle_thread(void)
{
  const struct sched_param lowest = {.sched_priority = 1};
  cpu_set_t allowed, one;
  int last = -1;

  if (sched_getaffinity(0, sizeof(allowed), &allowed))
    return;
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
    if (CPU_ISSET(cpu, &allowed))
      last = cpu;
  if (last < 0)
    return;
  CPU_ZERO(&one);
  CPU_SET(last, &one);
  if (!sched_setscheduler(0, SCHED_FIFO, &lowest))
    sched_setaffinity(0, sizeof(one), &one);
}
