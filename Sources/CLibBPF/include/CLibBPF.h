/*
 * The system's libbpf, and what it lacks or what Swift cannot call: variadic callbacks, system
 * calls without a wrapper, and the ordered loads that a ring buffer shared with the kernel needs.
 */
#ifndef SONDE_CLIBBPF_H
#define SONDE_CLIBBPF_H

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Keeps what libbpf says to the calling thread from now on, instead of printing it. */
void sonde_capture_libbpf_log(void);
/* What libbpf has said since the last clear; NUL-terminated, the newest 256 KiB. */
const char *sonde_libbpf_log(void);
void sonde_clear_libbpf_log(void);

/* Waits for wake-ups of a ring buffer, and for a bell that other threads may ring. Edge-triggered:
 * the kernel reports a ring as readable while a single record waits, but only a wake-up that a
 * program asked for is to end the wait. -errno on failure. */
int sonde_open_waiter(int ring, int bell);
/* 1: woken by the ring; 2: by the bell; 0: the time is up, or a signal came. */
int sonde_wait(int waiter, int bell, int milliseconds);
int sonde_open_bell(void);
void sonde_ring_bell(int bell);

/* Attaches an iterator program to the elements of a map; NULL and errno on failure. */
struct bpf_link *sonde_attach_map_walk(struct bpf_program *program, int map);

/* Probes at many places of one file in one link, all or none; the program must have been loaded for
 * that (sonde_attach_many_uprobes). `pid` 0: in every process. A descriptor, or -errno. */
int sonde_link_uprobes(int program, const char *path, const uint64_t *offsets,
                       const uint64_t *cookies, uint32_t count, uint32_t pid);
/* The same for one place, on kernels that know no other way. */
int sonde_link_uprobe(int program, const char *path, uint64_t offset, uint64_t cookie,
                      uint32_t pid);
/* BPF_TRACE_UPROBE_MULTI: newer than the headers. */
static const uint32_t sonde_attach_many_uprobes = 48;
/* Whether the kernel takes programs for many probes (6.6). */
bool sonde_has_many_uprobes(void);
/* Puts the calling thread on one processor, the same for all who call, where it runs until it blocks:
 * threads that would wake each other for a lock of the kernel's then take turns instead. Where that
 * is not allowed, nothing changes. */
void sonde_settle_thread(void);

/* Starts a process that waits until this one has ended, however that may be, and then lets all go on
 * whose pids are keys of the map. It holds nothing else open. Returns a descriptor whose closing
 * ends it, or -errno. */
int sonde_start_guard(int held);

/* How functions begin, as far as it decides what a probe at their entry costs. */
enum sonde_entry {
  SONDE_ENTRY_STEPPED, /* with an instruction that the kernel steps over */
  SONDE_ENTRY_SIMPLE,  /* with one that it does by itself, such as a push */
  SONDE_ENTRY_LANDING, /* with endbr64, which marks where indirect calls may land */
};
/* Functions that do nothing, for measuring that. */
typedef void (*sonde_trial)(void);
sonde_trial sonde_trial_function(enum sonde_entry entry);
/* Of mmap, on this architecture. */
extern const uint32_t sonde_mmap_number;

/* A name that Swift can import: the header's macro collides with an enumerator of libbpf's. */
static const uint32_t sonde_btf_datasec = 15;
static const uint32_t sonde_btf_struct = 4;

/* Says by its number what each system call of this architecture means to the kernel programs:
 * SONDE_SYSCALLS values of enum sonde_role. */
void sonde_fill_syscall_roles(uint8_t *roles, bool count_bytes);
/* The same for what each waits for: SONDE_SYSCALLS values of enum sonde_wait. */
void sonde_fill_syscall_waits(uint8_t *numbers);
/* Fills what calls that fail are about (SONDE_SYSCALLS entries of enum sonde_call_shape), and what
 * errors say (SONDE_ERRORS of enum sonde_call_class). */
void sonde_fill_call_shapes(uint8_t *shapes);
void sonde_fill_error_classes(uint8_t *classes);
/* What a call that has a shape is called; NULL for others. */
const char *sonde_call_name(uint32_t number);
/* Of this architecture too. */
extern const uint32_t sonde_execve_number;
extern const uint32_t sonde_execveat_number;

static inline uint64_t sonde_load_acquire_u64(const void *address)
{
  return __atomic_load_n((const uint64_t *)address, __ATOMIC_ACQUIRE);
}

static inline uint32_t sonde_load_acquire_u32(const void *address)
{
  return __atomic_load_n((const uint32_t *)address, __ATOMIC_ACQUIRE);
}

static inline void sonde_store_release_u64(void *address, uint64_t value)
{
  __atomic_store_n((uint64_t *)address, value, __ATOMIC_RELEASE);
}

#endif
