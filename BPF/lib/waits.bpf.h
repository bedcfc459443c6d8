/*
 * What a thread waits for that has left its processor: told by the system call that it is in, and
 * by what the kernel itself has noted of it.
 *
 * The call's number is found in the registers that the thread entered the kernel with. A thread that
 * entered it otherwise has none: if it sleeps and cannot be woken, it is in a page fault. `in_iowait`
 * is set by io_schedule() in kernel/sched/core.c around each wait for a block device and for a page
 * that is being read.
 */
#ifndef SONDE_WAITS_BPF_H
#define SONDE_WAITS_BPF_H

/* Set by the loader: enum sonde_wait by the number of the system call. */
const volatile uint8_t syscall_waits[SONDE_SYSCALLS] = {};

/* syscall_get_nr() of a thread that is in no system call. */
#define NO_SYSCALL ((uint32_t)-1)

struct pollfd {
  int fd;
  short events, revents;
};
/* Of more descriptors it is not said what is waited for. */
#define POLLED_LIMIT 8
#define SELECTED_LIMIT 64

/* Sockets of the same machine's processes (AF_UNIX) are as good as pipes. */
static __noinline uint32_t time_of_descriptor(struct task_struct *task, int descriptor)
{
  struct file *file;
  struct socket *socket;
  uint32_t type;

  if (!task || !task->files)
    return SONDE_TIME_OTHER;
  file = file_of(task, descriptor);
  if (!file)
    return SONDE_TIME_OTHER;
  type = BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT;
  if (type == S_IFIFO)
    return SONDE_TIME_PIPE;
  if (type != S_IFSOCK)
    return SONDE_TIME_OTHER;
  socket = BPF_CORE_READ(file, private_data);
  return BPF_CORE_READ(socket, sk, __sk_common.skc_family) == AF_UNIX ? SONDE_TIME_PIPE
                                                                      : SONDE_TIME_NETWORK;
}

/* A transfer between two waits for either; an ordinary file is not waited for here. */
static __always_inline uint32_t time_of_transfer(struct task_struct *task, int from, int to)
{
  uint32_t first = time_of_descriptor(task, from), second = time_of_descriptor(task, to);

  if (first == SONDE_TIME_OTHER)
    return second;
  if (second == SONDE_TIME_OTHER || second == first)
    return first;
  return SONDE_TIME_OTHER;
}

/* The descriptors that a thread waits for at once. `found` is what is waited for; SONDE_TIME_SLEEP:
 * there are none. */
struct descriptors {
  uint64_t array; /* of pollfd, the thread's own */
  uint64_t set;   /* or a bit for each */
  uint32_t found;
};

/* Of several kinds nobody says which of them ends the wait. Returns whether to look no further. */
static __always_inline long join_descriptor(struct descriptors *descriptors, int descriptor)
{
  uint32_t next = time_of_descriptor(bpf_get_current_task_btf(), descriptor);

  if (descriptors->found == SONDE_TIME_SLEEP || descriptors->found == next)
    descriptors->found = next;
  else
    descriptors->found = SONDE_TIME_OTHER;
  return descriptors->found == SONDE_TIME_OTHER;
}

static long join_polled(uint32_t index, struct descriptors *descriptors)
{
  struct pollfd polled = {};
  uint64_t from = descriptors->array + index * sizeof(polled);

  if (bpf_probe_read_user(&polled, sizeof(polled), (void *)from)) {
    descriptors->found = SONDE_TIME_OTHER;
    return 1;
  }
  return polled.fd < 0 ? 0 : join_descriptor(descriptors, polled.fd);
}

static long join_selected(uint32_t index, struct descriptors *descriptors)
{
  return descriptors->set & (1ULL << (index & 63)) ? join_descriptor(descriptors, index) : 0;
}

static __always_inline uint32_t time_of_poll(struct pt_regs *registers)
{
  struct descriptors descriptors = {
    .array = argument_of(registers, 0),
    .found = SONDE_TIME_SLEEP,
  };
  uint32_t count = argument_of(registers, 1);

  if (count > POLLED_LIMIT)
    return SONDE_TIME_OTHER;
  bpf_loop(count, join_polled, &descriptors, 0);
  return descriptors.found;
}

static __always_inline uint32_t time_of_select(struct pt_regs *registers)
{
  struct descriptors descriptors = {.found = SONDE_TIME_SLEEP};
  uint32_t count = argument_of(registers, 0);

  if (count > SELECTED_LIMIT)
    return SONDE_TIME_OTHER;
  for (int i = 1; count && i <= 3; i++) {
    uint64_t part = 0, from = argument_of(registers, i);

    if (from && bpf_probe_read_user(&part, sizeof(part), (void *)from))
      return SONDE_TIME_OTHER;
    descriptors.set |= part;
  }
  bpf_loop(count, join_selected, &descriptors, 0);
  return descriptors.found;
}

/* `is_current`: whether the memory at hand is the thread's own. */
static __always_inline uint32_t time_of_call(struct task_struct *task, struct pt_regs *registers,
                                             uint32_t number, uint32_t state, bool is_current)
{
  if (number >= SONDE_SYSCALLS || is_compat_call(task))
    return SONDE_TIME_OTHER;
  switch (syscall_waits[number]) {
  case SONDE_WAIT_CHILD:
    return SONDE_TIME_CHILD;
  case SONDE_WAIT_VFORK:
    return state & TASK_WAKEKILL ? SONDE_TIME_CHILD : SONDE_TIME_OTHER;
  case SONDE_WAIT_DESCRIPTOR:
    return time_of_descriptor(task, argument_of(registers, 0));
  case SONDE_WAIT_SENDFILE:
    return time_of_transfer(task, argument_of(registers, 0), argument_of(registers, 1));
  case SONDE_WAIT_SPLICE:
    return time_of_transfer(task, argument_of(registers, 0), argument_of(registers, 2));
  case SONDE_WAIT_POLL:
    return is_current ? time_of_poll(registers) : SONDE_TIME_OTHER;
  case SONDE_WAIT_SELECT:
    return is_current ? time_of_select(registers) : SONDE_TIME_OTHER;
  case SONDE_WAIT_LOCK:
    return SONDE_TIME_LOCK;
  case SONDE_WAIT_TIMER:
    return SONDE_TIME_SLEEP;
  case SONDE_WAIT_STORAGE:
    return state & TASK_UNINTERRUPTIBLE ? SONDE_TIME_BLOCK_IO : SONDE_TIME_OTHER;
  default:
    return SONDE_TIME_OTHER;
  }
}

/* What a thread waits for that sleeps. */
static __always_inline uint32_t time_asleep(struct task_struct *task, bool is_current)
{
  uint32_t state = task->__state, number;
  struct pt_regs *registers;

  if (state & (TASK_STOPPED | TASK_TRACED))
    return SONDE_TIME_OTHER;
  registers = (struct pt_regs *)bpf_task_pt_regs(task);
  number = syscall_number(registers);
  /* A worker of the kernel's has no registers of its own. */
  if (!(task->flags & (PF_KTHREAD | PF_IO_WORKER)) && number == NO_SYSCALL)
    return state & TASK_UNINTERRUPTIBLE ? SONDE_TIME_FAULT : SONDE_TIME_OTHER;
  if (BPF_CORE_READ_BITFIELD(task, in_iowait))
    return SONDE_TIME_BLOCK_IO;
  if (task->flags & (PF_KTHREAD | PF_IO_WORKER))
    return SONDE_TIME_OTHER;
  return time_of_call(task, registers, number, state, is_current);
}

#endif
