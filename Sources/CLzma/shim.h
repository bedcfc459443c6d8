#ifndef SONDE_CLZMA_SHIM_H
#define SONDE_CLZMA_SHIM_H

#include <lzma.h>

/* A file in memory, for what was expanded. <sys/mman.h> hides it without _GNU_SOURCE, which a header
 * of a module cannot ask for. */
int memfd_create(const char *name, unsigned int flags);

#endif
