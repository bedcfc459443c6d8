/*
 * The last calls of a process that failed, kept while it lives and sent only when it ends otherwise
 * than with status 0: a process that succeeds pays for a failing call that says something, and for
 * nothing else. What an error says is a matter of its class: of each class the last ones are kept.
 */

/* Set by the loader: what each system call of this architecture is about, and what each error
 * means. */
const volatile uint8_t call_shapes[SONDE_SYSCALLS] = {};
const volatile uint8_t error_classes[SONDE_ERRORS] = {};

#define MISSING_SLOT 4
#define MISSING_SLOTS 3
#define ASKED_SLOT 7
#define ASKED_SLOTS 2
#define CALLS_MASK 15 /* not below SONDE_CALLS: what the verifier knows of a number of calls */
#define STANDARD_ERROR 2
#define ADDRESS_SIZE 110 /* struct sockaddr_un, the longest that is told */
#define NOT_FOUND (127 << 8)

struct failed_calls {
  uint32_t busy;   /* a thread is at it */
  uint32_t missed; /* meanwhile */
  uint32_t missing;
  uint32_t asked;
  struct sonde_call calls[SONDE_CALLS];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(max_entries, 16384);
  __type(key, uint64_t);
  __type(value, struct failed_calls);
} failed_calls SEC(".maps");

/* What an entry begins as: too large for the stack. Nobody writes to it. */
struct failed_calls no_calls = {};

struct failure {
  uint32_t number;
  uint32_t shape;
  uint32_t class;
  int32_t error;
};

/* Whether the result says anything about why a program may fail. */
static __always_inline bool is_telling(uint32_t number, int64_t result, struct failure *failure)
{
  uint64_t error = -result;

  if (result >= 0 || error >= SONDE_ERRORS || is_silent(SONDE_HOOK_FAILED_CALLS))
    return false;
  failure->number = number;
  failure->error = error;
  failure->shape = call_shapes[number];
  failure->class = error_classes[error];
  if (failure->shape == SONDE_SHAPE_NONE)
    return false;
  if (failure->shape == SONDE_SHAPE_FORK && error == EAGAIN)
    failure->class = SONDE_CALL_RESOURCE;
  /* A name service that is not there is asked for by every look-up of a user. */
  if (failure->class == SONDE_CALL_MISSING &&
      (failure->shape == SONDE_SHAPE_ASKED_PATH || failure->shape == SONDE_SHAPE_ASKED_OTHER_PATH ||
       failure->shape == SONDE_SHAPE_ADDRESS))
    failure->class = SONDE_CALL_ASKED;
  return failure->class != SONDE_CALL_NONE;
}

#define NO_NAME 2166136261U /* the hash of nothing */

struct name_walk {
  uint32_t hash;
  uint8_t end; /* what names end at */
};

/* FNV-1a of what follows the last end of a name. */
static long name_step(uint32_t index, void *context)
{
  struct name_walk *walk = context;
  struct scratch *scratch = find_scratch();
  uint8_t byte;

  if (!scratch || index >= SONDE_CALL_OBJECT)
    return 1;
  byte = scratch->tail[index];
  if (!byte)
    return 1;
  walk->hash = byte == walk->end ? NO_NAME : (walk->hash ^ byte) * 16777619U;
  return 0;
}

/* Reads the path to the beginning of the tail. */
static __always_inline void read_given(struct scratch *scratch, struct sonde_call *call,
                                       uint64_t string)
{
  struct name_walk walk = {.hash = NO_NAME, .end = '/'};
  long size = bpf_probe_read_user_str(scratch->tail, SONDE_CALL_OBJECT, (void *)string);

  if (size <= 0 || size > SONDE_CALL_OBJECT) {
    call->flags = SONDE_CALL_CUT;
    return;
  }
  if (size == SONDE_CALL_OBJECT)
    call->flags = SONDE_CALL_CUT;
  call->object_size = size - 1;
  bpf_loop(SONDE_CALL_OBJECT, name_step, &walk, 0);
  call->name = walk.hash;
}

static __always_inline void read_opened(struct task_struct *task, struct sonde_call *call,
                                        int descriptor)
{
  struct file *file = file_of(task, descriptor);
  bool cut = false;
  uint32_t used;

  if (!file || !has_path(file))
    return;
  used = append_path(BPF_CORE_READ(file, f_path.dentry), BPF_CORE_READ(file, f_path.mnt), task, 0,
                     &cut);
  if (used > SONDE_CALL_OBJECT) {
    used = SONDE_CALL_OBJECT;
    cut = true;
  }
  call->object_size = used;
  call->flags = cut ? SONDE_CALL_CUT : 0;
}

static __always_inline void read_address(struct scratch *scratch, struct sonde_call *call,
                                         uint64_t address, uint64_t size)
{
  if (size > ADDRESS_SIZE)
    size = ADDRESS_SIZE;
  if (!bpf_probe_read_user(scratch->tail, size, (void *)address))
    call->object_size = size;
}

/* What the call was about: to the beginning of the tail, and to `call`. */
static __always_inline void read_object(struct scratch *scratch, struct task_struct *task,
                                        struct pt_regs *registers, struct sonde_call *call)
{
  switch (call->shape) {
  case SONDE_SHAPE_PATH:
  case SONDE_SHAPE_ASKED_PATH:
    read_given(scratch, call, argument_of(registers, 0));
    break;
  case SONDE_SHAPE_SECOND_PATH:
  case SONDE_SHAPE_ASKED_OTHER_PATH:
    read_given(scratch, call, argument_of(registers, 1));
    break;
  case SONDE_SHAPE_THIRD_PATH:
    read_given(scratch, call, argument_of(registers, 2));
    break;
  case SONDE_SHAPE_DESCRIPTOR:
    read_opened(task, call, argument_of(registers, 0));
    break;
  case SONDE_SHAPE_THIRD_DESCRIPTOR:
    read_opened(task, call, argument_of(registers, 2));
    break;
  case SONDE_SHAPE_ADDRESS:
    read_address(scratch, call, argument_of(registers, 1), argument_of(registers, 2));
    break;
  case SONDE_SHAPE_MAPPING:
    call->value = argument_of(registers, 1);
    break;
  }
}

/* EPIPE. That a pipe's reader has gone is no failure of who writes to it; that the other end of a
 * socket has is one. Who could only not say what had gone wrong was not kept from its work. */
static __always_inline uint32_t class_of_unread(struct task_struct *task, struct pt_regs *registers,
                                                struct sonde_call *call)
{
  int descriptor = argument_of(registers, call->shape == SONDE_SHAPE_DESCRIPTOR ? 0 : 2);
  struct file *file;
  uint32_t type;

  if (call->shape != SONDE_SHAPE_DESCRIPTOR && call->shape != SONDE_SHAPE_THIRD_DESCRIPTOR)
    return SONDE_CALL_NONE;
  file = file_of(task, descriptor);
  if (!file || descriptor == STANDARD_ERROR)
    return SONDE_CALL_NONE;
  type = BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT;
  if (type == S_IFSOCK)
    return SONDE_CALL_NETWORK;
  if (type != S_IFIFO)
    return SONDE_CALL_NONE;
  call->flags |= SONDE_CALL_PIPE;
  call->value = BPF_CORE_READ(file, f_inode, i_ino);
  return SONDE_CALL_UNREAD;
}

/* The same name in one directory after the other is one search, and has one place. */
static __always_inline uint32_t slot_of(struct failed_calls *calls, uint32_t class, uint32_t name)
{
  uint32_t first = class == SONDE_CALL_MISSING ? MISSING_SLOT : ASKED_SLOT;
  uint32_t count = class == SONDE_CALL_MISSING ? MISSING_SLOTS : ASKED_SLOTS;

  if (class < SONDE_CALL_MISSING)
    return class - SONDE_CALL_RESOURCE;
  for (uint32_t index = 0; index < count; index++) {
    uint32_t slot = first + index;

    if (slot < SONDE_CALLS && calls->calls[slot].time && calls->calls[slot].name == name)
      return slot;
  }
  return first + (class == SONDE_CALL_MISSING ? calls->missing++ : calls->asked++) % count;
}

static __always_inline struct failed_calls *calls_of(struct task_struct *task,
                                                     struct process *process)
{
  uint64_t key = process_key(task);
  struct failed_calls *calls = bpf_map_lookup_elem(&failed_calls, &key);

  if (calls)
    return calls;
  bpf_map_update_elem(&failed_calls, &key, &no_calls, BPF_NOEXIST);
  calls = bpf_map_lookup_elem(&failed_calls, &key);
  if (calls)
    __sync_fetch_and_or(&process->flags, CALLS_FAILED);
  else
    count_trouble(process->root_start, SONDE_TROUBLE_CALL_MAP_FULL);
  return calls;
}

static __always_inline void keep(struct failed_calls *calls, struct scratch *scratch,
                                 struct sonde_call *call, uint32_t class)
{
  uint32_t slot = slot_of(calls, class, call->name);
  uint32_t size = call->object_size;
  struct sonde_call *kept;
  bool again;

  if (slot >= SONDE_CALLS)
    return;
  kept = &calls->calls[slot];
  again = kept->number == call->number && kept->error == call->error && kept->name == call->name &&
          kept->time;
  kept->times = again ? kept->times + 1 : 1;
  kept->time = bpf_ktime_get_boot_ns();
  kept->value = call->value;
  kept->name = call->name;
  kept->number = call->number;
  kept->error = call->error;
  kept->shape = call->shape;
  kept->flags = call->flags;
  kept->object_size = size;
  if (size > SONDE_CALL_OBJECT)
    return;
  __builtin_memset(kept->object, 0, sizeof(kept->object));
  bpf_probe_read_kernel(kept->object, size, scratch->tail);
}

static __noinline int call_failed(struct task_struct *task, struct process *process,
                                  struct pt_regs *registers, const struct failure *failure)
{
  struct scratch *scratch = find_scratch();
  struct sonde_call call = {};
  struct failed_calls *calls;
  uint32_t class;

  if (!task || !process || !registers || !failure || !scratch)
    return 0;
  class = failure->class;
  call.number = failure->number;
  call.error = failure->error;
  call.shape = failure->shape;
  read_object(scratch, task, registers, &call);
  if (class == SONDE_CALL_UNREAD)
    class = class_of_unread(task, registers, &call);
  if (class == SONDE_CALL_NONE)
    return 0;
  calls = calls_of(task, process);
  if (!calls)
    return 0;
  /* Of two threads that fail at once, one is the last. */
  if (__sync_lock_test_and_set(&calls->busy, 1)) {
    __sync_fetch_and_add(&calls->missed, 1);
    return 0;
  }
  keep(calls, scratch, &call, class);
  __sync_lock_test_and_set(&calls->busy, 0);
  return 0;
}

/* Sends what is kept under the key as the process's. */
static __noinline int send_calls(struct process *process, uint64_t key, uint32_t flags)
{
  struct failed_calls *calls = bpf_map_lookup_elem(&failed_calls, &key);
  struct scratch *scratch = find_scratch();
  struct sonde_failed_calls *record;
  uint32_t count = 0, size;

  if (!process || !calls || !scratch)
    return 0;
  record = (struct sonde_failed_calls *)scratch->tail;
  __builtin_memset(record, 0, sizeof(*record));
  for (uint32_t index = 0; index < SONDE_CALLS; index++) {
    if (!calls->calls[index].time)
      continue;
    bpf_probe_read_kernel(
      &scratch->tail[sizeof(*record) + (count & CALLS_MASK) * sizeof(struct sonde_call)],
      sizeof(struct sonde_call), &calls->calls[index]);
    count++;
  }
  size = (sizeof(*record) + count * sizeof(struct sonde_call)) & (TAIL_LIMIT - 1);
  fill_header(&record->header, SONDE_KIND_FAILED_CALLS, size, process);
  record->header.flags = flags;
  record->count = count;
  record->missed = calls->missed;
  send(record, size);
  return 0;
}

/* The last thread enters exit. Shells look for a program before they fork: where the child says
 * that it was not found, what the parent looked for tells which. */
static __always_inline void send_failed_calls(struct task_struct *task, struct process *process)
{
  uint64_t key;

  if (is_silent(SONDE_HOOK_FAILED_CALLS))
    return;
  if (process->status == NOT_FOUND && process->execs == 0)
    send_calls(process, process_key(BPF_CORE_READ(task, real_parent)), SONDE_CALLS_OF_PARENT);
  if (!(process->flags & CALLS_FAILED))
    return;
  key = process_key(task);
  if (process->status)
    send_calls(process, key, 0);
  bpf_map_delete_elem(&failed_calls, &key);
}
