/*
 * Peak resident set size, the program's own: the high-water mark of the address space that it
 * dies with. `signal->maxrss`, which getrusage and GNU time show, also holds the image before
 * execve, that is, a copy of the parent (exec_mmap() folds it in), so it is only a bound.
 */
#ifndef SONDE_MEMORY_BPF_H
#define SONDE_MEMORY_BPF_H

#define PAGE_BYTES 4096ULL
#define COUNTED_CPUS 512

/* Set by the loader. */
const volatile uint32_t cpu_count = 1;

/* The distance from a per-CPU pointer to each processor's copy. The kernel exports no such table
 * everywhere, so it is learnt from a map of our own: the address of its value on each processor,
 * less the per-CPU pointer that the map itself holds. */
uint64_t cpu_offsets[COUNTED_CPUS] = {};

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, uint32_t);
  __type(value, uint64_t);
} per_cpu_mark SEC(".maps");

/* Oldest kernel: 5.19 (bpf_map_lookup_percpu_elem); before 6.2 nobody needs the answer. */
static __always_inline void learn_cpu_offset(uint32_t cpu)
{
  void *map = &per_cpu_mark;
  uint32_t zero = 0;
  void *mark = bpf_map_lookup_percpu_elem(&per_cpu_mark, &zero, cpu);
  uint64_t map_address = 0, mark_address = 0, base = 0;

  if (!mark || cpu >= COUNTED_CPUS)
    return;
  /* By way of the stack: the verifier knows them as pointers, we want numbers. */
  bpf_probe_read_kernel(&map_address, sizeof(map_address), &map);
  bpf_probe_read_kernel(&mark_address, sizeof(mark_address), &mark);
  map_address += bpf_core_field_offset(struct bpf_array, pptrs);
  bpf_probe_read_kernel(&base, sizeof(base), (void *)map_address);
  cpu_offsets[cpu] = mark_address - base;
}

/* From 6.2 on a counter has a part on each processor that `count` learns of only in batches. */
static __always_inline int64_t read_percpu_counter(struct percpu_counter *counter)
{
  int64_t sum = BPF_CORE_READ(counter, count);
  int32_t *parts = BPF_CORE_READ(counter, counters);

  if (!parts || !cpu_offsets[0])
    return sum;
  for (uint32_t cpu = 0; cpu < COUNTED_CPUS && cpu < cpu_count; cpu++) {
    int32_t part = 0;

    bpf_probe_read_kernel(&part, sizeof(part), (void *)parts + cpu_offsets[cpu]);
    sum += part;
  }
  return sum;
}

/* In pages. The elements of the array are larger in the kernel than in our description of them,
 * so they are found by the kernel's own size. */
static __always_inline int64_t read_rss_counter(struct mm_struct *mm, int index)
{
  void *counters = &mm->rss_stat;
  int64_t pages = 0;

  if (bpf_core_field_exists(mm->rss_stat[0].counters))
    return read_percpu_counter(counters + index * bpf_core_type_size(struct percpu_counter));
  counters = &((struct mm_struct___old *)mm)->rss_stat;
  bpf_probe_read_kernel(&pages, sizeof(pages), (int64_t *)counters + index);
  return pages;
}

/* In pages. */
static __noinline uint64_t resident_pages(struct mm_struct *mm)
{
  int64_t pages = read_rss_counter(mm, MM_FILEPAGES) + read_rss_counter(mm, MM_ANONPAGES) +
                  read_rss_counter(mm, MM_SHMEMPAGES);

  return pages > 0 ? pages : 0;
}

/* Before commit 3e816361e94a (6.16) the tracepoint fired after the address space was let go. */
static __always_inline void take_peak_rss(struct process *process, struct task_struct *task)
{
  struct mm_struct *mm = task->mm;
  uint64_t high, now;

  if (!mm) {
    process->peak_rss = task->signal->maxrss * PAGE_BYTES;
    process->peak_rss_source = process->peak_rss ? SONDE_SOURCE_BOUND : SONDE_SOURCE_MISSING;
    return;
  }
  /* hiwater_rss is brought up to date only before memory is given back. */
  high = mm->hiwater_rss;
  now = resident_pages(mm);
  process->peak_rss = (now > high ? now : high) * PAGE_BYTES;
  process->peak_rss_source = SONDE_SOURCE_EXACT;
  /* After vfork without execve the address space is the parent's. */
  if (process->execs == 0 && mm == task->real_parent->mm)
    process->peak_rss_source = SONDE_SOURCE_BOUND;
}

#endif
