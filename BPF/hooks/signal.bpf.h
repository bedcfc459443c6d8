/*
 * Who sent a signal: kept for each followed process and signal, and looked up again only when
 * that signal turns out to be what ended the process.
 */

struct sent_signal {
  uint64_t target_start;
  uint32_t target_pid;
  uint32_t signal;
};

struct sender {
  uint64_t start;
  uint32_t pid; /* 0 for the kernel */
  int32_t code;
  uint8_t comm[SONDE_COMM_SIZE];
};

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 16384);
  __type(key, struct sent_signal);
  __type(value, struct sender);
} senders SEC(".maps");

/* From include/linux/sched/signal.h and include/uapi/asm-generic/siginfo.h. */
#define SEND_SIG_PRIV 1ULL
#define SI_KERNEL 0x80
#define SI_USER 0
#define SIGNAL_DELIVERED 0 /* TRACE_SIGNAL_DELIVERED */

static __always_inline bool never_kills(int signal)
{
  return signal == SIGCHLD || signal == SIGCONT || signal == SIGURG || signal == SIGWINCH;
}

/* si_code: above zero the kernel itself is the source (a fault, a timer). */
static __always_inline int signal_code(struct kernel_siginfo *info)
{
  uint64_t special = (uint64_t)info;

  if (special == SEND_SIG_PRIV)
    return SI_KERNEL;
  if (!special) /* SEND_SIG_NOINFO */
    return SI_USER;
  return BPF_CORE_READ(info, si_code);
}

SEC("tp_btf/signal_generate")
int BPF_PROG(on_signal, int signal, struct kernel_siginfo *info, struct task_struct *task,
             int group, int result)
{
  struct task_struct *current = bpf_get_current_task_btf();
  struct sent_signal key = {};
  struct sender sender = {};
  struct process *process;

  if (is_silent(SONDE_HOOK_SIGNAL) || never_kills(signal) || result != SIGNAL_DELIVERED)
    return 0;
  process = find_followed(task);
  if (!process)
    return 0;
  key.target_start = process->start;
  key.target_pid = process->pid;
  key.signal = signal;
  sender.code = signal_code(info);
  if (sender.code <= 0) {
    sender.pid = current->tgid;
    sender.start = current->group_leader->start_boottime;
    bpf_probe_read_kernel_str(sender.comm, sizeof(sender.comm), current->comm);
  }
  if (bpf_map_update_elem(&senders, &key, &sender, BPF_ANY))
    count_trouble(process->root_start, SONDE_TROUBLE_SENDER_MAP_FULL);
  return 0;
}
