// Known amounts of reading and writing, and the kernel's I/O accounting of a process.

#include "workloads.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 65536 };

// One read, whose size it returns (0 or less if there is nothing to be read): when a process asks
// about itself, that read is accounted as well, but not yet in what it reads.
ssize_t read_io_counters(const char *path, struct io_counters *counters) {
  char text[512];
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t length = read(file, text, sizeof(text) - 1);
  close(file);
  if (length <= 0) return length;
  text[length] = '\0';
  int fields = sscanf(text,
                      "rchar: %llu wchar: %llu syscr: %llu syscw: %llu read_bytes: %llu "
                      "write_bytes: %llu cancelled_write_bytes: %llu",
                      &counters->rchar, &counters->wchar, &counters->syscr, &counters->syscw,
                      &counters->read_bytes, &counters->write_bytes,
                      &counters->cancelled_write_bytes);
  return fields == 7 ? length : -1;
}

// Returns the number of system calls, as does read_all.
static long write_all(int file, long bytes) {
  static char block[BLOCK];
  memset(block, 'w', sizeof(block));
  long calls = 0;
  for (; bytes > 0; calls++) {
    long size = bytes < BLOCK ? bytes : BLOCK;
    if (write(file, block, (size_t)size) != size) fail_errno("write");
    bytes -= size;
  }
  return calls;
}

// Starts over at the end of the file.
static long read_all(int file, long bytes) {
  static char block[BLOCK];
  struct stat status;
  if (fstat(file, &status) != 0) fail_errno("fstat");
  if (bytes > 0 && status.st_size == 0) fail("the file is empty");
  long calls = 0;
  for (off_t at = 0; bytes > 0; calls++) {
    off_t size = status.st_size - at < BLOCK ? status.st_size - at : BLOCK;
    if (size > bytes) size = bytes;
    if (pread(file, block, (size_t)size, at) != size) fail_errno("pread");
    at = (at + size) % status.st_size;
    bytes -= size;
  }
  return calls;
}

// With WRITE_BYTES of 0, FILE is only read. The printed counters are those the process will have
// when it has exited: what it reads about itself plus that reading and the line itself, which has
// a fixed length for that purpose. Linking and loading have read some, so "did" says what the
// workload alone amounts to. The _bytes counters are of the storage, and do not count caches.
int io(int argc, char **argv) {
  need(argc, argv, 3, 3);
  long to_read = number(argv[1], 0, 1L << 40), to_write = number(argv[2], 0, 1L << 40);
  int file = open(argv[3], to_write > 0 ? O_RDWR | O_CREAT | O_TRUNC : O_RDONLY, 0644);
  if (file < 0) fail_errno(argv[3]);
  long writes = write_all(file, to_write);
  long reads = read_all(file, to_read);
  close(file);

  struct io_counters io;
  ssize_t reading = read_io_counters("/proc/self/io", &io);
  if (reading <= 0) fail_errno("/proc/self/io");

  enum { LINE = 384 };
  char text[LINE], line[LINE + 1];
  snprintf(text, sizeof(text),
           "{\"rchar\":%llu,\"wchar\":%llu,\"syscr\":%llu,\"syscw\":%llu,\"read_bytes\":%llu,"
           "\"write_bytes\":%llu,\"cancelled_write_bytes\":%llu,"
           "\"did\":{\"rchar\":%ld,\"wchar\":%ld,\"syscr\":%ld,\"syscw\":%ld}}",
           io.rchar + (unsigned long long)reading, io.wchar + LINE, io.syscr + 1, io.syscw + 1,
           io.read_bytes, io.write_bytes, io.cancelled_write_bytes, to_read, to_write, reads,
           writes);
  snprintf(line, sizeof(line), "%-*s\n", LINE - 1, text);
  return write(STDOUT_FILENO, line, LINE) == LINE ? 0 : EXIT_BROKEN;
}
