/*
 * Files as processes use them, and what was done to names.
 */
#ifndef SONDE_FILES_H
#define SONDE_FILES_H

#include "sonde_record.h"

/* How a process has used a file. What is set stays set. */
enum SONDE_OPTIONS sonde_file_access {
  SONDE_FILE_READ = 1 << 0,       /* opened for reading */
  SONDE_FILE_WRITE = 1 << 1,      /* opened for writing */
  SONDE_FILE_APPEND = 1 << 2,     /* with O_APPEND */
  SONDE_FILE_PATH_ONLY = 1 << 3,  /* with O_PATH */
  SONDE_FILE_CREATED = 1 << 4,    /* did not exist before an open */
  SONDE_FILE_INHERITED = 1 << 5,  /* used through a descriptor whose opening was not seen */
  SONDE_FILE_MAPPED = 1 << 6,     /* mapped into memory: transfers there are not seen */
  SONDE_FILE_EXECUTABLE = 1 << 7, /* mapped for execution */
  SONDE_FILE_IO_URING = 1 << 8,   /* the process has an io_uring: transfers there are not seen */
  SONDE_FILE_UNCOUNTED = 1 << 9,  /* transfers and further opens could not be counted */
};

enum SONDE_OPTIONS sonde_file_flags {
  SONDE_FILE_PATH_CUT = 1 << 0,
  SONDE_FILE_LAST = 1 << 1, /* the kernel side has forgotten the file, or never had room for it */
};

/* What was done to a name. */
enum SONDE_OPEN_ENUM sonde_change {
  SONDE_CHANGE_NONE = 0,
  SONDE_CHANGE_RENAME = 1,
  SONDE_CHANGE_UNLINK = 2,
  SONDE_CHANGE_RMDIR = 3,
  SONDE_CHANGE_LINK = 4,
  SONDE_CHANGE_SYMLINK = 5,
};

enum SONDE_OPTIONS sonde_change_flags {
  SONDE_CHANGE_PATH_CUT = 1 << 0,
  SONDE_CHANGE_NEW_PATH_CUT = 1 << 1,
};

/* What a system call means to us; which number has which role is for user space to say. */
enum SONDE_OPEN_ENUM sonde_role {
  SONDE_ROLE_NONE = 0,
  SONDE_ROLE_OPEN,     /* path, flags */
  SONDE_ROLE_OPENAT,   /* directory, path, flags; openat2 too */
  SONDE_ROLE_READ,     /* descriptor; returns bytes */
  SONDE_ROLE_WRITE,    /* descriptor; returns bytes */
  SONDE_ROLE_SENDFILE, /* to, from; returns bytes */
  SONDE_ROLE_SPLICE,   /* from, offset, to; returns bytes; copy_file_range too */
  SONDE_ROLE_MMAP,
  SONDE_ROLE_RENAME,
  SONDE_ROLE_RENAMEAT,
  SONDE_ROLE_UNLINK,
  SONDE_ROLE_UNLINKAT,
  SONDE_ROLE_RMDIR,
  SONDE_ROLE_LINK,
  SONDE_ROLE_LINKAT,
  SONDE_ROLE_SYMLINK,
  SONDE_ROLE_SYMLINKAT,
  SONDE_ROLE_IO_URING,
  SONDE_ROLE_EXECVE,   /* path, arguments */
  SONDE_ROLE_EXECVEAT, /* directory, path, arguments */
};
/* System calls with numbers from here on have no role. */
#define SONDE_SYSCALLS 512

/* One file as one process uses it: totals since the kernel side learnt of it. Sent when it does,
 * then with the path; again without it when a walk finds that they have changed, and when the
 * process ends.
 * Tail: given, path. A path is components from the leaf to the root, each NUL-terminated. Of a
 * file that could not be opened, `given` is the path as given, without a NUL, and `path` the
 * directory that it is relative to, empty when it is absolute; of others `given` is empty. */
struct sonde_file {
  struct sonde_header header; /* flags: enum sonde_file_flags */
  uint64_t file;              /* stands for the path, within the process, until it is forgotten */
  uint64_t opens;             /* that succeeded */
  uint64_t failed;
  uint64_t bytes_read;
  uint64_t bytes_written;
  uint64_t last_time;
  uint64_t inode;
  uint32_t access; /* enum sonde_file_access */
  int32_t error;   /* errno of the last failure, positive */
  uint32_t type;   /* S_IFMT part of the inode's mode; 0 when it could not be opened */
  uint32_t given_size;
  uint32_t path_size;
  uint32_t has_path;
};

/* A name was changed or removed, or could not be.
 * Tail: given, path, new given, new path; as of a file that could not be opened. For a symbolic
 * link, the new path is the link and the path what it says. */
struct sonde_file_change {
  struct sonde_header header; /* flags: enum sonde_change_flags */
  uint32_t change;            /* enum sonde_change */
  int32_t error;              /* errno, positive; 0: it was done */
  uint32_t given_size;
  uint32_t path_size;
  uint32_t new_given_size;
  uint32_t new_path_size;
};

SONDE_LAYOUT(sonde_file, 120);
SONDE_LAYOUT(sonde_file_change, 64);

#endif
