/*
 * The way out: one ring buffer, and a count of what went into it and what did not fit.
 *
 * The reader is not woken by each record but when enough have gathered; a timer of its own
 * fetches the rest. Waking it per record is what makes tracers slow.
 */
#ifndef SONDE_EMIT_BPF_H
#define SONDE_EMIT_BPF_H

/* Set by the loader. */
const volatile uint64_t wakeup_bytes = 1 << 20;

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 8 << 20);
} records SEC(".maps");

/* By the start of the run's root; 0 gathers what belongs to no run. */
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
  __uint(max_entries, 4096);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, uint64_t);
  __type(value, struct sonde_counters);
} counters SEC(".maps");

static __always_inline struct sonde_counters *find_counters(uint64_t root_start)
{
  struct sonde_counters *found = bpf_map_lookup_elem(&counters, &root_start);
  uint64_t nobody = 0;

  return found ? found : bpf_map_lookup_elem(&counters, &nobody);
}

/* On the stack it would take half of the room. */
const struct sonde_counters no_counters = {};

static __always_inline void add_counters(uint64_t root_start)
{
  bpf_map_update_elem(&counters, &root_start, &no_counters, BPF_NOEXIST);
}

static __always_inline void count_record(uint64_t root_start, uint32_t kind, bool sent)
{
  struct sonde_counters *run = find_counters(root_start);

  if (!run || kind >= SONDE_KIND_COUNT)
    return;
  if (sent)
    run->sent[kind]++;
  else
    run->lost[kind]++;
}

static __always_inline void count_trouble(uint64_t root_start, uint32_t trouble)
{
  struct sonde_counters *run = find_counters(root_start);

  if (run && trouble < SONDE_TROUBLE_COUNT)
    run->trouble[trouble]++;
}

static __always_inline void fill_header(struct sonde_header *header, uint32_t kind, uint32_t size,
                                        const struct process *process)
{
  header->size = size;
  header->kind = kind;
  header->flags = 0;
  header->time = bpf_ktime_get_boot_ns();
  header->start = process->start;
  header->pid = process->pid;
  header->root_start = process->root_start;
  header->root_pid = process->root_pid;
}

static __always_inline uint64_t wakeup_flags(void)
{
  uint64_t waiting = bpf_ringbuf_query(&records, BPF_RB_AVAIL_DATA);

  return waiting >= wakeup_bytes ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP;
}

/* Sends a record that was composed elsewhere, whole and counted. */
static __always_inline void send(void *record, uint32_t size)
{
  struct sonde_header *header = record;
  int error = bpf_ringbuf_output(&records, record, size, wakeup_flags());

  count_record(header->root_start, header->kind, !error);
}

#endif
