/*
 * Hooks that are to be silent, for tests and for trying out alarms: what they would tell is left
 * out. What other hooks stand on, such as which processes are followed, is done all the same, so
 * that no other hook falls silent with them. The verifier knows the value when it loads a program:
 * a hook that speaks pays nothing for the question.
 */
#ifndef SONDE_FAULTS_BPF_H
#define SONDE_FAULTS_BPF_H

/* Set by the loader: a bit for each `enum sonde_hook`. */
const volatile uint32_t silent_hooks = 0;

static __always_inline bool is_silent(enum sonde_hook hook)
{
  return silent_hooks & (1U << hook);
}

#endif
