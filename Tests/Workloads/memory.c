// Known amounts of resident memory.

#include "workloads.h"

#include <sys/mman.h>
#include <unistd.h>

// Maps memory and writes to every page of it: 256 minor faults a MB with pages of 4 KiB, which
// huge pages would turn into none to speak of.
void *touch(size_t megabytes) {
  size_t size = megabytes << 20, page = (size_t)sysconf(_SC_PAGESIZE);
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) fail_errno("mmap");
  // Refused where the kernel has no huge pages, and then not needed.
  (void)madvise(memory, size, MADV_NOHUGEPAGE);
  for (size_t i = 0; i < size; i += page) ((volatile char *)memory)[i] = 1;
  return memory;
}

// Freed first, the peak is no longer what is resident at the end: a tracer that reads the current
// size at exit is found out.
int allocate(int argc, char **argv) {
  bool free_first = take_flag(&argc, argv, "--free-first");
  need(argc, argv, 1, 1);
  size_t megabytes = (size_t)number(argv[1], 1, 1 << 20);
  void *memory = touch(megabytes);
  if (free_first && munmap(memory, megabytes << 20) != 0) fail_errno("munmap");
  return 0;
}

// Meant for a memory cgroup that is too small. Surviving is an error, for the test would
// otherwise have proved nothing.
int oom(int argc, char **argv) {
  need(argc, argv, 1, 1);
  touch((size_t)number(argv[1], 1, 1 << 20));
  fail("%s MB were there to be had", argv[1]);
}
