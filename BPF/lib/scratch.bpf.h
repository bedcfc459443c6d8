/*
 * Where records with a tail are composed: a record may be larger than the BPF stack and than a
 * per-CPU map's value (32 KiB), so this is an ordinary array indexed by processor. Handlers of
 * tracepoints run with preemption off, and the kernel skips a program that is entered again on
 * the same processor, so the place is nobody else's while it is used.
 */
#ifndef SONDE_SCRATCH_BPF_H
#define SONDE_SCRATCH_BPF_H

/* Where writing to a tail must stop; the room behind it takes one more part. */
#define TAIL_LIMIT 65536
#define TAIL_SLACK 32768

struct scratch {
  struct sonde_exec record; /* the largest fixed part */
  uint8_t tail[TAIL_LIMIT + TAIL_SLACK];
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1); /* the loader sets it to the number of processors */
  __type(key, uint32_t);
  __type(value, struct scratch);
} scratches SEC(".maps");

static __always_inline struct scratch *find_scratch(void)
{
  uint32_t cpu = bpf_get_smp_processor_id();

  return bpf_map_lookup_elem(&scratches, &cpu);
}

#endif
