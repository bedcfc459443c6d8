/*
 * The way out of function coverage: a ring buffer of records of one size, numbered on each
 * processor, and the array of what each probe has seen.
 *
 * The reader is woken by each record that finds it waiting: a probe is to be removed as soon as it
 * has fired. There are as many records as functions, not as many as calls.
 */
#ifndef SONDE_SIGNALS_BPF_H
#define SONDE_SIGNALS_BPF_H

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 20);
} signals SEC(".maps");

/* Sized by the loader. */
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __uint(map_flags, BPF_F_MMAPABLE);
  __type(key, uint32_t);
  __type(value, struct sonde_probe_state);
} probes SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, uint32_t);
  __type(value, struct sonde_signal_counters);
} signal_counters SEC(".maps");

/* Programs at function entries may be interrupted by others of the same processor. */
static __always_inline bool send_signal(uint16_t kind, uint32_t probe, uint64_t value,
                                        uint64_t device)
{
  uint32_t first = 0;
  struct sonde_signal_counters *counters = bpf_map_lookup_elem(&signal_counters, &first);
  struct task_struct *task = bpf_get_current_task_btf();
  uint64_t who = bpf_get_current_pid_tgid();
  struct sonde_signal *signal;
  uint64_t sequence;

  if (!counters)
    return false;
  sequence = __sync_fetch_and_add(&counters->sequence, 1);
  signal = bpf_ringbuf_reserve(&signals, sizeof(*signal), 0);
  if (!signal) {
    __sync_fetch_and_add(&counters->lost, 1);
    return false;
  }
  signal->kind = kind;
  signal->cpu = bpf_get_smp_processor_id();
  signal->probe = probe;
  signal->pid = who >> 32;
  signal->tid = (uint32_t)who;
  signal->start = BPF_CORE_READ(task, group_leader, start_boottime);
  signal->time = bpf_ktime_get_boot_ns();
  signal->sequence = sequence;
  signal->value = value;
  signal->device = device;
  bpf_ringbuf_submit(signal, 0);
  return true;
}

#endif
