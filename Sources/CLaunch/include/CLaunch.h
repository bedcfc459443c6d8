/*
 * Starting a child that waits before its first instruction: fork(2) is not for Swift, whose
 * runtime may hold locks that the child would never see released. Between fork and execve the
 * child calls only what signal-safety(7) allows.
 */
#ifndef SONDE_CLAUNCH_H
#define SONDE_CLAUNCH_H

#include <stdint.h>
#include <sys/types.h>

struct sonde_child {
  pid_t pid;
  int gate;    /* write end: a byte lets the child go on to execve */
  int failure; /* read end: errno as int32_t when execve fails; end of file when it succeeds */
};

/* Forks a child that waits at the gate and then executes `path`; a file without a header is given
 * to /bin/sh, as execvp(3) does. Returns 0 or -errno. */
int sonde_launch(const char *path, char *const arguments[], char *const environment[],
                 struct sonde_child *child);

/* Opens the gate and waits until the child has executed its program. Returns 0, or the positive
 * errno of its execve. Closes both descriptors. */
int sonde_release(struct sonde_child *child);

/* Waits until a process, of whomever, has ended. Returns 0, or -errno when it cannot be waited for. */
int sonde_await_end(pid_t pid);

/* Catches signals, those excepted that were ignored when this process began (as under nohup). The
 * child's own handling is not affected: execve resets what was caught. Returns a descriptor for
 * sonde_next_signal(), or -errno. Once in a process. */
int sonde_catch_signals(const int signals[], int count);

/* Waits for the next caught signal. Returns its number and, in `code`, where it came from
 * (si_code); 0 when there is none to be had. */
int sonde_next_signal(int descriptor, int *code);

/* Whether a signal with this si_code came from the kernel, as those of a terminal do, rather than
 * from a process. */
int sonde_is_from_kernel(int code);

/* From now on, memory of a megabyte and more goes back to the kernel when it is freed. Otherwise the C
 * library learns from each such piece to keep the next one of its size, in each thread's own memory. */
void sonde_return_large_memory(void);

#endif
