// Work that the kernel does on threads of its own within a process: io_uring's workers, which appear
// and leave without a call of the process.

#include "workloads.h"

#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { BLOCK = 65536 };

static void *map(int ring, size_t size, off_t offset) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring, offset);
  if (memory == MAP_FAILED) fail_errno("mmap of a ring");
  return memory;
}

// One read at a time, each handed to a worker. The C library has no calls for it.
int ring_reads(int argc, char **argv) {
  need(argc, argv, 1, 1000);
  long count = number(argv[1], 1, 1000000);
  struct io_uring_params parameters = {0};
  int ring = (int)syscall(SYS_io_uring_setup, 4, &parameters);
  if (ring < 0) fail_errno("io_uring_setup");
  char *submissions = map(ring, parameters.sq_off.array + 4 * sizeof(uint32_t), IORING_OFF_SQ_RING);
  struct io_uring_sqe *entries = map(ring, 4 * sizeof(*entries), IORING_OFF_SQES);
  int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
  static char block[BLOCK];

  for (long done = 0; done < count; done++) {
    uint32_t *tail = (uint32_t *)(submissions + parameters.sq_off.tail);
    uint32_t place = *tail & *(uint32_t *)(submissions + parameters.sq_off.ring_mask);
    entries[place] = (struct io_uring_sqe){.opcode = IORING_OP_READ,
                                           .flags = IOSQE_ASYNC,
                                           .fd = zero,
                                           .addr = (uintptr_t)block,
                                           .len = sizeof(block)};
    ((uint32_t *)(submissions + parameters.sq_off.array))[place] = place;
    __atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
    if (syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) != 1)
      fail_errno("io_uring_enter");
  }
  // An execution ends the workers, as the end of the process does.
  if (argc > 2) become(resolve(argv[2]), argv + 2);
  return 0;
}
