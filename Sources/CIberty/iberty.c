#include "CIberty.h"

#include <libiberty/demangle.h>
#include <setjmp.h>
#include <stdbool.h>
#include <string.h>

struct output {
  char *bytes;
  size_t room;
  size_t count;
  jmp_buf full;
};

/* A short name can stand for a very long one, since it may refer to its own parts again and again.
 * The functions that call back allocate nothing, so they may be left half way. */
static void append(const char *piece, size_t length, void *opaque)
{
  struct output *output = opaque;

  if (length > output->room - output->count)
    longjmp(output->full, 1);
  memcpy(output->bytes + output->count, piece, length);
  output->count += length;
}

size_t sonde_demangle(const char *mangled, char *bytes, size_t room)
{
  const int options = DMGL_PARAMS | DMGL_ANSI;
  struct output output = {.bytes = bytes, .room = room};

  if (setjmp(output.full))
    return 0;
  if (rust_demangle_callback(mangled, options, append, &output))
    return output.count;
  /* It may have written something before it saw that it was not Rust's. */
  output.count = 0;
  if (cplus_demangle_v3_callback(mangled, options, append, &output))
    return output.count;
  return 0;
}
