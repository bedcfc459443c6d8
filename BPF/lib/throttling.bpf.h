/*
 * How much of a wait for a processor is the doing of the control group's limit (cpu.max).
 *
 * The kernel counts for each queue of a group how long it was throttled, by its own limit or by one
 * above: `throttled_clock_self_time`, with `throttled_clock_self` as the beginning of a throttling
 * that has not ended (kernel/sched/fair.c, tg_throttle_down and tg_unthrottle_up). So the counter is
 * read when a thread begins to wait in a queue, and again when it runs: between, it stood in that
 * queue. Since 6.18 threads are taken out of the queue one by one, and are marked; one that was not
 * marked when its wait began could have run all the time.
 *
 * A thread that has come to another queue of its group meanwhile (it was moved to another processor)
 * was throttled as long as the first was: it is moved once it can run. One that has come to another
 * group counts as waiting for a processor, since the first group may be gone.
 */
#ifndef SONDE_THROTTLING_BPF_H
#define SONDE_THROTTLING_BPF_H

struct throttling {
  uint64_t queue;  /* its address; 0: no throttling can have come */
  uint64_t before; /* ns that it had been throttled */
};

static __always_inline bool knows_throttling(void)
{
  struct cfs_rq *queue = NULL;

  return bpf_core_field_exists(queue->throttled_clock_self_time);
}

static __always_inline void begin_queueing(struct throttling *throttling, struct task_struct *task)
{
  struct task_struct___throttled *marked = (void *)task;
  struct cfs_rq *queue;
  uint64_t begun, clock;

  throttling->queue = 0;
  if (!knows_throttling() || (bpf_core_field_exists(marked->throttled) && !marked->throttled))
    return;
  queue = task->se.cfs_rq;
  begun = queue->throttled_clock_self;
  clock = queue->rq->clock;
  throttling->before = queue->throttled_clock_self_time;
  if (begun && clock > begun)
    throttling->before += clock - begun;
  throttling->queue = (uint64_t)queue;
}

/* ns, as the thread is about to run. */
static __always_inline uint64_t throttled_since(const struct throttling *throttling,
                                                struct task_struct *task)
{
  struct cfs_rq *first = (void *)throttling->queue;
  uint64_t now;

  if (!knows_throttling() || !first)
    return 0;
  if (BPF_CORE_READ(first, tg) != task->se.cfs_rq->tg)
    return 0;
  now = BPF_CORE_READ(first, throttled_clock_self_time);
  return now > throttling->before ? now - throttling->before : 0;
}

#endif
