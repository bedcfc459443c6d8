/*
 * Arguments and environment of a program that has just been executed, from the top of its new
 * stack: the kernel has written these pages a moment ago, so reading them does not fault.
 */
#ifndef SONDE_ARGUMENTS_BPF_H
#define SONDE_ARGUMENTS_BPF_H

#define ENVIRONMENT_VARIABLES 4096
#define VARIABLE_SIZE 4096

/* Set by the loader. */
const volatile uint32_t arguments_limit = SONDE_ARGUMENTS_LIMIT;
const volatile struct sonde_pattern environment_patterns[SONDE_ENVIRONMENT_PATTERNS] = {};
const volatile uint32_t environment_pattern_count = 0;
/* A bit for each byte that some pattern begins with: most variables fail here. */
const volatile uint64_t environment_first_bytes[4] = {};

/* One copy of the whole block. Returns its size; sets `total` to the true one. */
static __always_inline uint32_t copy_arguments(struct scratch *scratch, struct mm_struct *mm,
                                               uint32_t *total)
{
  uint64_t from = mm->arg_start;
  uint64_t size = mm->arg_end - from;

  *total = size;
  if (size > arguments_limit)
    size = arguments_limit;
  size &= SONDE_ARGUMENTS_LIMIT;
  if (bpf_probe_read_user(scratch->tail, size, (void *)from))
    return 0;
  return size;
}

static __always_inline bool is_allowed(const uint8_t *variable)
{
  const uint64_t *words = (const uint64_t *)variable;

  if (!(environment_first_bytes[variable[0] >> 6] & (1ULL << (variable[0] & 63))))
    return false;
  for (uint32_t i = 0; i < SONDE_ENVIRONMENT_PATTERNS; i++) {
    const volatile struct sonde_pattern *pattern = &environment_patterns[i];

    if (i >= environment_pattern_count)
      return false;
    if (((words[0] ^ pattern->value[0]) & pattern->mask[0]) == 0 &&
        ((words[1] ^ pattern->value[1]) & pattern->mask[1]) == 0 &&
        ((words[2] ^ pattern->value[2]) & pattern->mask[2]) == 0 &&
        ((words[3] ^ pattern->value[3]) & pattern->mask[3]) == 0)
      return true;
  }
  return false;
}

struct environment_walk {
  uint64_t position;
  uint64_t end;
  uint32_t start;
  uint32_t used;
  uint32_t keep;      /* the variable being read is allowed */
  uint32_t continues; /* it did not fit in one read */
  uint32_t cut;
};

/* Reads the next variable, or the next piece of a long one, behind what was kept so far. */
static long environment_step(uint32_t index, void *context)
{
  struct environment_walk *walk = context;
  struct scratch *scratch = find_scratch();
  uint32_t used = walk->used;
  long size;

  if (walk->position >= walk->end)
    return 1;
  if (!scratch || used >= TAIL_LIMIT) {
    walk->cut = 1;
    return 1;
  }
  size = bpf_probe_read_user_str(&scratch->tail[used], VARIABLE_SIZE, (void *)walk->position);
  if (size <= 0) {
    walk->cut = 1;
    return 1;
  }
  if (!walk->continues)
    walk->keep = is_allowed(&scratch->tail[used]);
  else if (walk->keep)
    walk->cut = 1; /* only the first piece of a long variable is kept */
  if (walk->keep && !walk->continues) {
    if (used + size - walk->start > SONDE_ENVIRONMENT_LIMIT)
      walk->cut = 1;
    else
      walk->used = used + size;
  }
  walk->continues = size == VARIABLE_SIZE;
  walk->position += walk->continues ? size - 1 : size;
  return 0;
}

/* Appends the allow-listed variables to the tail. Returns the new end of the tail. */
static __always_inline uint32_t append_environment(struct mm_struct *mm, uint32_t used, bool *cut)
{
  struct environment_walk walk = {
    .position = mm->env_start,
    .end = mm->env_end,
    .start = used,
    .used = used,
  };

  if (environment_pattern_count > 0)
    bpf_loop(ENVIRONMENT_VARIABLES, environment_step, &walk, 0);
  *cut = walk.cut || (environment_pattern_count > 0 && walk.position < walk.end);
  return walk.used;
}

#endif
