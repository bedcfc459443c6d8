// Every way of opening, reading, writing and renaming files, in a directory that the caller makes,
// with known numbers of each; and the ways around: mappings, io_uring, roots and mounts.

#include "workloads.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static int must(int result, const char *what) {
  if (result < 0) fail_errno(what);
  return result;
}

static int open_file(const char *path, int flags) {
  return must(open(path, flags | O_CLOEXEC, 0644), path);
}

static void put(const char *path, const char *text) {
  int file = open_file(path, O_CREAT | O_TRUNC | O_WRONLY);
  must((int)write(file, text, strlen(text)), "write");
  close(file);
}

// A file of 13 bytes through each call that opens.
static void open_every_way(int directory) {
  char byte;
  put("thirteen", "thirteen byte");
  struct open_how how = {.flags = O_RDONLY, .resolve = RESOLVE_BENEATH};
  int files[] = {
      (int)syscall(SYS_openat, AT_FDCWD, "./thirteen", O_RDONLY),
      openat(directory, "thirteen", O_RDWR),
      (int)syscall(SYS_openat2, directory, "thirteen", &how, sizeof(how)),
      openat(directory, "thirteen", O_PATH),
      open("thirteen", O_WRONLY | O_APPEND),
#ifdef SYS_open
      (int)syscall(SYS_open, "thirteen", O_RDONLY),
      (int)syscall(SYS_creat, "created", 0600),
#endif
  };
  for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
    must(files[i], "open");
    if (read(files[i], &byte, 1) < 0 && errno != EBADF) fail_errno("read");
    close(files[i]);
  }
  open("no-such-file", O_RDONLY);
  openat(directory, "no-such-file", O_RDONLY);
  open("thirteen/below", O_RDONLY);
  open("./sub/../no-such-file", O_RDONLY);
  openat(99999, "of-no-directory", O_RDONLY);
  openat(99999, "/absolute-none", O_RDONLY);
  open("", O_RDONLY);
  open((const char *)1, O_RDONLY);
}

// 7 and 5 bytes through each call that transfers.
static void transfer_every_way(void) {
  char bytes[16] = "seven+five..";
  struct iovec vector[] = {{bytes, 7}, {bytes + 7, 5}};
  int from = open_file("from", O_CREAT | O_RDWR), to = open_file("to", O_CREAT | O_RDWR);
  int ends[2];

  must((int)writev(from, vector, 2), "writev");
  must((int)pwrite(from, bytes, 7, 12), "pwrite");
  must((int)pwritev(from, vector, 2, 19), "pwritev");
  must((int)pread(from, bytes, 5, 0), "pread");
  must((int)preadv(from, vector, 2, 0), "preadv");
  must((int)preadv2(from, vector, 1, 0, 0), "preadv2");
  lseek(from, 0, SEEK_SET);
  must((int)readv(from, vector, 2), "readv");
  lseek(from, 0, SEEK_SET);
  must((int)sendfile(to, from, NULL, 11), "sendfile");
  must((int)copy_file_range(from, NULL, to, NULL, 3, 0), "copy_file_range");
  must(pipe(ends), "pipe");
  loff_t offset = 0;
  must((int)splice(from, &offset, ends[1], NULL, 5, 0), "splice");
  must((int)splice(ends[0], NULL, to, NULL, 5, 0), "splice");
  // What is unlinked or duplicated is still the same file.
  int again = dup(to);
  must(unlink("to"), "unlink");
  must((int)write(again, bytes, 2), "write");
  close(from), close(to), close(again), close(ends[0]), close(ends[1]);
}

static void change_every_name(int directory) {
  put("one", "1");
  must(rename("one", "two"), "rename");
  must(renameat(directory, "two", AT_FDCWD, "three"), "renameat");
  must((int)syscall(SYS_renameat2, directory, "three", directory, "four", 0), "renameat2");
  must(link("four", "five"), "link");
  must(linkat(directory, "four", directory, "six", 0), "linkat");
  must(symlink("../four", "seven"), "symlink");
  must(symlinkat("/four", directory, "eight"), "symlinkat");
  must(mkdir("nine", 0755), "mkdir");
  must(unlinkat(directory, "eight", 0), "unlinkat");
  must(unlinkat(directory, "nine", AT_REMOVEDIR), "unlinkat");
  must(mkdir("ten", 0755), "mkdir");
  must(rmdir("ten"), "rmdir");
  rename("no-such-file", "elsewhere");
  unlink("no-such-file");
  // The directory is called otherwise afterwards, and so are the files in it.
  must(mkdir("before", 0755), "mkdir");
  put("before/x", "xx");
  must(rename("before", "after"), "rename");
  close(open_file("after/x", O_RDONLY));
}

static void map_files(void) {
  put("mapped", "some bytes to be seen without being read");
  int file = open_file("mapped", O_RDONLY);
  if (mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, file, 0) == MAP_FAILED) fail_errno("mmap");
  if (mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
    fail_errno("mmap");
  close(file);
}

// A child writes into what its parent has opened.
static void hand_down(void) {
  int file = open_file("log", O_CREAT | O_WRONLY | O_APPEND);
  pid_t child = must(fork(), "fork");
  if (child == 0) {
    must((int)write(file, "child", 5), "write");
    _exit(0);
  }
  must((int)write(file, "parent!", 7), "write");
  reap(child);
  close(file);
}

static void use_io_uring(void) {
  struct io_uring_params parameters = {0};
  int ring = (int)syscall(SYS_io_uring_setup, 4, &parameters);
  if (ring >= 0) close(ring);
}

static void use_strange_names(void) {
  char name[300];
  put("line\nfeed \x1b[31mred", "r");
  put("not-utf8-\xff\xfe", "bytes");
  memset(name, 'n', 255);
  name[255] = '\0';
  put(name, "long");
  name[254] = 'm';
  put(name, "just as long, and other");
}

// So many directories down, more than the kernel side tells apart by name.
static void go_deep(int levels) {
  for (int i = 0; i < levels; i++) {
    must(mkdir("d", 0755), "mkdir");
    must(chdir("d"), "chdir");
  }
  put("bottom", "deep");
  open("missing-at-the-bottom", O_RDONLY);
}

int file_ways(int argc, char **argv) {
  need(argc, argv, 1, 1);
  must(chdir(argv[1]), argv[1]);
  int directory = open_file(".", O_DIRECTORY | O_RDONLY);
  must(mkdir("sub", 0755), "mkdir");
  open_every_way(directory);
  transfer_every_way();
  change_every_name(directory);
  map_files();
  hand_down();
  use_strange_names();
  go_deep(40);
  return 0;
}

int file_ring(int argc, char **argv) {
  need(argc, argv, 1, 1);
  put(argv[1], "by hand");
  use_io_uring();
  return 0;
}

int file_many(int argc, char **argv) {
  char path[64];
  need(argc, argv, 3, 3);
  must(chdir(argv[1]), argv[1]);
  long files = number(argv[2], 1, 1000000), times = number(argv[3], 1, 1000000);
  for (long round = 0; round < times; round++) {
    for (long i = 0; i < files; i++) {
      snprintf(path, sizeof(path), "file-%07ld", i);
      int file = open_file(path, O_CREAT | O_WRONLY);
      must((int)write(file, path, 3), "write");
      close(file);
    }
  }
  return 0;
}

static long thread_opens;

static void *open_often(void *path) {
  for (long i = 0; i < thread_opens; i++) {
    close(open_file("shared", O_RDONLY));
    close(open_file(path, O_RDONLY));
  }
  return NULL;
}

int file_threads(int argc, char **argv) {
  char names[64][16];
  pthread_t threads[64];
  need(argc, argv, 3, 3);
  must(chdir(argv[1]), argv[1]);
  int count = (int)number(argv[2], 1, 64);
  thread_opens = number(argv[3], 1, 1000000);
  put("shared", "s");
  for (int i = 0; i < count; i++) {
    snprintf(names[i], sizeof(names[i]), "own-%d", i);
    put(names[i], "o");
  }
  for (int i = 0; i < count; i++) {
    if (pthread_create(&threads[i], NULL, open_often, names[i])) fail("pthread_create");
  }
  for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
  return 0;
}

static struct { long files, times; } crowd;

// Half of the threads go through the files from the end, and all come to one file in between.
static void *pass_through(void *backwards) {
  char path[64];
  for (long round = 0; round < crowd.times; round++) {
    for (long i = 0; i < crowd.files; i++) {
      snprintf(path, sizeof(path), "file-%07ld", backwards ? crowd.files - 1 - i : i);
      int file = open_file(path, O_CREAT | O_WRONLY);
      must((int)write(file, path, 3), "write");
      close(file);
      close(open_file("shared", O_RDONLY));
      open(backwards ? "missing-b" : "missing-f", O_RDONLY);
    }
  }
  return NULL;
}

int file_crowd(int argc, char **argv) {
  pthread_t threads[64];
  need(argc, argv, 4, 4);
  must(chdir(argv[1]), argv[1]);
  int count = (int)number(argv[2], 1, 64);
  crowd.files = number(argv[3], 1, 1000000);
  crowd.times = number(argv[4], 1, 1000000);
  put("shared", "s");
  for (int i = 0; i < count; i++) {
    if (pthread_create(&threads[i], NULL, pass_through, i % 2 ? argv : NULL))
      fail("pthread_create");
  }
  for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
  return 0;
}

// In a mount namespace of its own, with another file system over DIR, and then with another root:
// its paths are its own.
int file_mounts(int argc, char **argv) {
  need(argc, argv, 1, 1);
  must(unshare(CLONE_NEWNS), "unshare");
  must(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL), "mount");
  must(mount("tmpfs", argv[1], "tmpfs", 0, NULL), "mount");
  must(chdir(argv[1]), argv[1]);
  put("only-here", "unseen");
  must(mkdir("bound", 0755), "mkdir");
  must(mount("/etc", "bound", NULL, MS_BIND, NULL), "mount");
  close(open_file("bound/hostname", O_RDONLY));
  must(chroot("bound"), "chroot");
  must(chdir("/"), "chdir");
  close(open_file("passwd", O_RDONLY));
  return 0;
}
