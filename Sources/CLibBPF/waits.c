#define _GNU_SOURCE

#include "CLibBPF.h"

#include <string.h>
#include <sys/syscall.h>

#include "sonde_wire.h"

/* Newer than the headers; the same number on all architectures. */
#ifndef SYS_futex_waitv
#define SYS_futex_waitv 449
#endif
#ifndef SYS_futex_wait
#define SYS_futex_wait 455
#endif

static const struct {
  int number;
  uint8_t wait;
} waits[] = {
  {SYS_wait4, SONDE_WAIT_CHILD},         {SYS_waitid, SONDE_WAIT_CHILD},
/* arm64 has only the newer ones. */
#ifdef SYS_vfork
  {SYS_vfork, SONDE_WAIT_VFORK},         {SYS_poll, SONDE_WAIT_POLL},
  {SYS_select, SONDE_WAIT_SELECT},
#endif
  {SYS_clone, SONDE_WAIT_VFORK},         {SYS_clone3, SONDE_WAIT_VFORK},
  {SYS_ppoll, SONDE_WAIT_POLL},          {SYS_pselect6, SONDE_WAIT_SELECT},
  {SYS_read, SONDE_WAIT_DESCRIPTOR},     {SYS_readv, SONDE_WAIT_DESCRIPTOR},
  {SYS_pread64, SONDE_WAIT_DESCRIPTOR},  {SYS_preadv, SONDE_WAIT_DESCRIPTOR},
  {SYS_preadv2, SONDE_WAIT_DESCRIPTOR},  {SYS_write, SONDE_WAIT_DESCRIPTOR},
  {SYS_writev, SONDE_WAIT_DESCRIPTOR},   {SYS_pwrite64, SONDE_WAIT_DESCRIPTOR},
  {SYS_pwritev, SONDE_WAIT_DESCRIPTOR},  {SYS_pwritev2, SONDE_WAIT_DESCRIPTOR},
  {SYS_vmsplice, SONDE_WAIT_DESCRIPTOR}, {SYS_accept, SONDE_WAIT_DESCRIPTOR},
  {SYS_accept4, SONDE_WAIT_DESCRIPTOR},  {SYS_connect, SONDE_WAIT_DESCRIPTOR},
  {SYS_recvfrom, SONDE_WAIT_DESCRIPTOR}, {SYS_recvmsg, SONDE_WAIT_DESCRIPTOR},
  {SYS_recvmmsg, SONDE_WAIT_DESCRIPTOR}, {SYS_sendto, SONDE_WAIT_DESCRIPTOR},
  {SYS_sendmsg, SONDE_WAIT_DESCRIPTOR},  {SYS_sendmmsg, SONDE_WAIT_DESCRIPTOR},
  {SYS_sendfile, SONDE_WAIT_SENDFILE},   {SYS_tee, SONDE_WAIT_SENDFILE},
  {SYS_splice, SONDE_WAIT_SPLICE},       {SYS_futex, SONDE_WAIT_LOCK},
  {SYS_futex_waitv, SONDE_WAIT_LOCK},    {SYS_futex_wait, SONDE_WAIT_LOCK},
  {SYS_flock, SONDE_WAIT_LOCK},          {SYS_fcntl, SONDE_WAIT_LOCK},
  {SYS_semop, SONDE_WAIT_LOCK},          {SYS_semtimedop, SONDE_WAIT_LOCK},
  {SYS_nanosleep, SONDE_WAIT_TIMER},     {SYS_clock_nanosleep, SONDE_WAIT_TIMER},
  {SYS_fsync, SONDE_WAIT_STORAGE},       {SYS_fdatasync, SONDE_WAIT_STORAGE},
  {SYS_sync, SONDE_WAIT_STORAGE},        {SYS_syncfs, SONDE_WAIT_STORAGE},
  {SYS_msync, SONDE_WAIT_STORAGE},       {SYS_sync_file_range, SONDE_WAIT_STORAGE},
};

void sonde_fill_syscall_waits(uint8_t *numbers)
{
  memset(numbers, SONDE_WAIT_OTHER, SONDE_SYSCALLS);
  for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++)
    numbers[waits[i].number] = waits[i].wait;
}
