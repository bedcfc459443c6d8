#define _GNU_SOURCE

#include "CLibBPF.h"

#include <string.h>
#include <sys/syscall.h>

#include "sonde_wire.h"

static const struct {
  int number;
  uint8_t role;
} paths[] = {
/* arm64 has only the calls that take a directory. */
#ifdef SYS_open
  {SYS_open, SONDE_ROLE_OPEN},           {SYS_creat, SONDE_ROLE_OPEN},
  {SYS_rename, SONDE_ROLE_RENAME},       {SYS_unlink, SONDE_ROLE_UNLINK},
  {SYS_rmdir, SONDE_ROLE_RMDIR},         {SYS_link, SONDE_ROLE_LINK},
  {SYS_symlink, SONDE_ROLE_SYMLINK},
#endif
#ifdef SYS_renameat
  {SYS_renameat, SONDE_ROLE_RENAMEAT},
#endif
  {SYS_openat, SONDE_ROLE_OPENAT},       {SYS_openat2, SONDE_ROLE_OPENAT},
  {SYS_mmap, SONDE_ROLE_MMAP},           {SYS_renameat2, SONDE_ROLE_RENAMEAT},
  {SYS_unlinkat, SONDE_ROLE_UNLINKAT},   {SYS_linkat, SONDE_ROLE_LINKAT},
  {SYS_symlinkat, SONDE_ROLE_SYMLINKAT}, {SYS_io_uring_setup, SONDE_ROLE_IO_URING},
  {SYS_execve, SONDE_ROLE_EXECVE},       {SYS_execveat, SONDE_ROLE_EXECVEAT},
};

static const struct {
  int number;
  uint8_t role;
} transfers[] = {
  {SYS_read, SONDE_ROLE_READ},
  {SYS_readv, SONDE_ROLE_READ},
  {SYS_pread64, SONDE_ROLE_READ},
  {SYS_preadv, SONDE_ROLE_READ},
  {SYS_preadv2, SONDE_ROLE_READ},
  {SYS_write, SONDE_ROLE_WRITE},
  {SYS_writev, SONDE_ROLE_WRITE},
  {SYS_pwrite64, SONDE_ROLE_WRITE},
  {SYS_pwritev, SONDE_ROLE_WRITE},
  {SYS_pwritev2, SONDE_ROLE_WRITE},
  {SYS_sendfile, SONDE_ROLE_SENDFILE},
  {SYS_splice, SONDE_ROLE_SPLICE},
  {SYS_copy_file_range, SONDE_ROLE_SPLICE},
};

const uint32_t sonde_execve_number = SYS_execve;
const uint32_t sonde_execveat_number = SYS_execveat;

void sonde_fill_syscall_roles(uint8_t *roles, bool count_bytes)
{
  memset(roles, SONDE_ROLE_NONE, SONDE_SYSCALLS);
  for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
    roles[paths[i].number] = paths[i].role;
  for (size_t i = 0; count_bytes && i < sizeof(transfers) / sizeof(transfers[0]); i++)
    roles[transfers[i].number] = transfers[i].role;
}
