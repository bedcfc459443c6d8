/*
 * Which processes are followed, and what is known of each while it lives.
 *
 * The key is the address of the process's `signal_struct`. Unlike a pid it cannot be reused while
 * any thread of the process still runs, and unlike the leader's `task_struct` it survives an
 * execve from another thread.
 */
#ifndef SONDE_FOLLOWED_BPF_H
#define SONDE_FOLLOWED_BPF_H

enum {
  /* Threads that died around the start of following may not have been counted: do not wait for
   * the count to reach zero. */
  THREADS_UNSURE = 1 << 0,
  GROUP_DEAD = 1 << 1,
  FILES_FORGOTTEN = 1 << 2, /* the list of its files was begun anew */
  /* A thread ended whose time was not accounted for. */
  TIMES_UNSURE = 1 << 3,
  THROTTLING_KNOWN = 1 << 4,
  CALLS_FAILED = 1 << 5, /* calls of it are kept that failed */
};

struct process {
  uint64_t start;
  uint64_t root_start;
  uint32_t pid;
  uint32_t root_pid;
  int64_t threads;
  uint32_t max_threads;
  uint32_t flags;
  uint32_t execs;
  uint32_t last_tid; /* the thread that was last to die */
  uint64_t exit_time;
  uint64_t peak_rss;
  uint32_t peak_rss_source;
  uint32_t status;
  struct sonde_totals totals; /* of the threads that are gone */
  struct sonde_times times;   /* of the same */
  uint64_t first_file[2];     /* the latest in the lists of those it uses */
  uint64_t file_lives;        /* which list is added to, and how many threads are at them */
  uint64_t file_lives_taken;  /* the lists that were begun anew */
  uint32_t files;             /* in the list that is added to */
  uint32_t file_access;       /* what holds for all of its files */
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(max_entries, 65536);
  __type(key, uint64_t);
  __type(value, struct process);
} followed SEC(".maps");

static __always_inline uint64_t process_key(struct task_struct *task)
{
  return (uint64_t)BPF_CORE_READ(task, signal);
}

static __always_inline struct process *find_followed(struct task_struct *task)
{
  uint64_t key = process_key(task);

  return bpf_map_lookup_elem(&followed, &key);
}

/* Adds what one thread has used to the totals of its process. Threads die in parallel.
 *
 * The kernel closes the account of a thread that is not the leader before that thread's last
 * switch (release_task() in exit_notify()); the leader's is closed by the parent, after it. */
static __always_inline void add_thread(struct sonde_totals *totals, struct task_struct *task)
{
  __sync_fetch_and_add(&totals->runtime, task->se.sum_exec_runtime);
  __sync_fetch_and_add(&totals->user_time, task->utime);
  __sync_fetch_and_add(&totals->system_time, task->stime);
  __sync_fetch_and_add(&totals->voluntary_switches, task->nvcsw - (task->pid != task->tgid));
  __sync_fetch_and_add(&totals->involuntary_switches, task->nivcsw);
  __sync_fetch_and_add(&totals->minor_faults, task->min_flt);
  __sync_fetch_and_add(&totals->major_faults, task->maj_flt);
  __sync_fetch_and_add(&totals->rchar, task->ioac.rchar);
  __sync_fetch_and_add(&totals->wchar, task->ioac.wchar);
  __sync_fetch_and_add(&totals->syscr, task->ioac.syscr);
  __sync_fetch_and_add(&totals->syscw, task->ioac.syscw);
  __sync_fetch_and_add(&totals->read_bytes, task->ioac.read_bytes);
  __sync_fetch_and_add(&totals->write_bytes, task->ioac.write_bytes);
  __sync_fetch_and_add(&totals->cancelled_write_bytes, task->ioac.cancelled_write_bytes);
}

/* What threads that are already gone have left in the group's own account. Only for a process
 * that was not followed from its fork: later ones are caught one by one. */
static __always_inline void take_dead_threads(struct sonde_totals *totals,
                                              struct signal_struct *group)
{
  totals->runtime = group->sum_sched_runtime;
  totals->user_time = group->utime;
  totals->system_time = group->stime;
  totals->voluntary_switches = group->nvcsw;
  totals->involuntary_switches = group->nivcsw;
  totals->minor_faults = group->min_flt;
  totals->major_faults = group->maj_flt;
  totals->rchar = group->ioac.rchar;
  totals->wchar = group->ioac.wchar;
  totals->syscr = group->ioac.syscr;
  totals->syscw = group->ioac.syscw;
  totals->read_bytes = group->ioac.read_bytes;
  totals->write_bytes = group->ioac.write_bytes;
  totals->cancelled_write_bytes = group->ioac.cancelled_write_bytes;
}

/* Several threads may be created at once: the largest count must win. */
static __always_inline void raise_max_threads(struct process *process, uint32_t threads)
{
  for (int attempt = 0; attempt < 4; attempt++) {
    uint32_t seen = process->max_threads;

    if (threads <= seen ||
        __sync_val_compare_and_swap(&process->max_threads, seen, threads) == seen)
      return;
  }
}

/* Begins to follow a process that was not followed from its fork. */
static __always_inline struct process *follow_existing(struct task_struct *task,
                                                       struct process *parent)
{
  struct process fresh = {};
  uint64_t key = process_key(task);

  fresh.start = task->group_leader->start_boottime;
  fresh.pid = task->tgid;
  fresh.root_start = parent ? parent->root_start : fresh.start;
  fresh.root_pid = parent ? parent->root_pid : fresh.pid;
  fresh.threads = task->signal->nr_threads;
  fresh.max_threads = fresh.threads;
  fresh.flags = THREADS_UNSURE;
  take_dead_threads(&fresh.totals, task->signal);
  if (bpf_map_update_elem(&followed, &key, &fresh, BPF_NOEXIST))
    return NULL;
  return bpf_map_lookup_elem(&followed, &key);
}

#endif
