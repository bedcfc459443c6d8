#define _GNU_SOURCE

#include "CLibBPF.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>

#include "sonde_wire.h"

/* What calls are about, where their failing may say why a program fails. Not among them: access and
 * readlink, which every start of a program has fail; execve, whose failures are told by themselves;
 * ioctl and the like, whose errors are mostly answers. */
#define CALL(name, shape)                  \
  {                                        \
    SYS_##name, SONDE_SHAPE_##shape, #name \
  }
static const struct {
  int number;
  uint8_t shape;
  const char *name;
} calls[] = {
/* arm64 has only the calls that take a directory. */
#ifdef SYS_open
  CALL(open, PATH),
  CALL(creat, PATH),
  CALL(mkdir, PATH),
  CALL(rmdir, PATH),
  CALL(unlink, PATH),
  CALL(rename, PATH),
  CALL(link, PATH),
  CALL(mknod, PATH),
  CALL(chmod, PATH),
  CALL(chown, PATH),
  CALL(lchown, PATH),
  CALL(symlink, SECOND_PATH),
  CALL(stat, ASKED_PATH),
  CALL(lstat, ASKED_PATH),
  CALL(fork, FORK),
  CALL(vfork, FORK),
  CALL(pipe, PLAIN),
  CALL(dup2, PLAIN),
#endif
#ifdef SYS_renameat
  CALL(renameat, SECOND_PATH),
#endif
  CALL(truncate, PATH),
  CALL(chdir, PATH),
  CALL(chroot, PATH),
  CALL(umount2, PATH),
  CALL(openat, SECOND_PATH),
  CALL(openat2, SECOND_PATH),
  CALL(mkdirat, SECOND_PATH),
  CALL(unlinkat, SECOND_PATH),
  CALL(renameat2, SECOND_PATH),
  CALL(linkat, SECOND_PATH),
  CALL(mknodat, SECOND_PATH),
  CALL(fchmodat, SECOND_PATH),
  CALL(fchownat, SECOND_PATH),
  CALL(utimensat, SECOND_PATH),
  CALL(mount, SECOND_PATH),
  CALL(inotify_add_watch, SECOND_PATH),
  CALL(symlinkat, THIRD_PATH),
  CALL(statfs, ASKED_PATH),
  CALL(newfstatat, ASKED_OTHER_PATH),
  CALL(statx, ASKED_OTHER_PATH),
  CALL(read, DESCRIPTOR),
  CALL(readv, DESCRIPTOR),
  CALL(pread64, DESCRIPTOR),
  CALL(preadv, DESCRIPTOR),
  CALL(preadv2, DESCRIPTOR),
  CALL(write, DESCRIPTOR),
  CALL(writev, DESCRIPTOR),
  CALL(pwrite64, DESCRIPTOR),
  CALL(pwritev, DESCRIPTOR),
  CALL(pwritev2, DESCRIPTOR),
  CALL(sendfile, DESCRIPTOR),
  CALL(sendto, DESCRIPTOR),
  CALL(sendmsg, DESCRIPTOR),
  CALL(recvfrom, DESCRIPTOR),
  CALL(recvmsg, DESCRIPTOR),
  CALL(fsync, DESCRIPTOR),
  CALL(fdatasync, DESCRIPTOR),
  CALL(syncfs, DESCRIPTOR),
  CALL(ftruncate, DESCRIPTOR),
  CALL(fallocate, DESCRIPTOR),
  CALL(fchmod, DESCRIPTOR),
  CALL(fchown, DESCRIPTOR),
  CALL(fchdir, DESCRIPTOR),
  CALL(getdents64, DESCRIPTOR),
  CALL(fcntl, DESCRIPTOR),
  CALL(close, DESCRIPTOR),
  CALL(splice, THIRD_DESCRIPTOR),
  CALL(copy_file_range, THIRD_DESCRIPTOR),
  CALL(connect, ADDRESS),
  CALL(bind, ADDRESS),
  CALL(mmap, MAPPING),
  CALL(clone, FORK),
  CALL(clone3, FORK),
  CALL(socket, PLAIN),
  CALL(socketpair, PLAIN),
  CALL(accept, PLAIN),
  CALL(accept4, PLAIN),
  CALL(pipe2, PLAIN),
  CALL(dup, PLAIN),
  CALL(dup3, PLAIN),
  CALL(eventfd2, PLAIN),
  CALL(epoll_create1, PLAIN),
  CALL(memfd_create, PLAIN),
  CALL(mremap, PLAIN),
  CALL(mlock, PLAIN),
  CALL(shmget, PLAIN),
  CALL(semget, PLAIN),
  CALL(kill, PLAIN),
  CALL(setuid, PLAIN),
  CALL(setgid, PLAIN),
  CALL(setgroups, PLAIN),
  CALL(unshare, PLAIN),
  CALL(setns, PLAIN),
  CALL(ptrace, PLAIN),
};

static const struct {
  int error;
  uint8_t class;
} errors[] = {
  {ENOSPC, SONDE_CALL_RESOURCE},      {EDQUOT, SONDE_CALL_RESOURCE},
  {ENOMEM, SONDE_CALL_RESOURCE},      {EMFILE, SONDE_CALL_RESOURCE},
  {ENFILE, SONDE_CALL_RESOURCE},      {EFBIG, SONDE_CALL_RESOURCE},
  {EIO, SONDE_CALL_RESOURCE},         {EROFS, SONDE_CALL_RESOURCE},
  {ENOLCK, SONDE_CALL_RESOURCE},      {ESTALE, SONDE_CALL_RESOURCE},
  {EUCLEAN, SONDE_CALL_RESOURCE},     {EREMOTEIO, SONDE_CALL_RESOURCE},
  {EACCES, SONDE_CALL_RIGHTS},        {EPERM, SONDE_CALL_RIGHTS},
  {ECONNREFUSED, SONDE_CALL_NETWORK}, {ECONNRESET, SONDE_CALL_NETWORK},
  {ECONNABORTED, SONDE_CALL_NETWORK}, {EHOSTUNREACH, SONDE_CALL_NETWORK},
  {EHOSTDOWN, SONDE_CALL_NETWORK},    {ENETUNREACH, SONDE_CALL_NETWORK},
  {ENETDOWN, SONDE_CALL_NETWORK},     {ETIMEDOUT, SONDE_CALL_NETWORK},
  {EADDRINUSE, SONDE_CALL_NETWORK},   {EADDRNOTAVAIL, SONDE_CALL_NETWORK},
  {EPIPE, SONDE_CALL_UNREAD},         {ENOENT, SONDE_CALL_MISSING},
  {ENOTDIR, SONDE_CALL_MISSING},      {EISDIR, SONDE_CALL_MISSING},
  {ENAMETOOLONG, SONDE_CALL_MISSING}, {ELOOP, SONDE_CALL_MISSING},
};

void sonde_fill_call_shapes(uint8_t *shapes)
{
  memset(shapes, SONDE_SHAPE_NONE, SONDE_SYSCALLS);
  for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
    shapes[calls[i].number] = calls[i].shape;
}

void sonde_fill_error_classes(uint8_t *classes)
{
  memset(classes, SONDE_CALL_NONE, SONDE_ERRORS);
  for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
    classes[errors[i].error] = errors[i].class;
}

const char *sonde_call_name(uint32_t number)
{
  for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
    if ((uint32_t)calls[i].number == number)
      return calls[i].name;
  return NULL;
}
