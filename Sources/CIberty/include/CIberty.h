/*
 * What we use of GNU libiberty: its demanglers of C++ and Rust, whose licence lets everybody link
 * them. Other files of it, like sha1.c, are under the GPL: calling them would put the program there.
 */
#ifndef SONDE_CIBERTY_H
#define SONDE_CIBERTY_H

#include <stddef.h>

/* Writes the demangled form of a name of C++ (Itanium) or Rust (legacy, v0), without an ending NUL.
 * Returns its length, or 0 if it is no such name or its form has more than `room` bytes. */
size_t sonde_demangle(const char *mangled, char *output, size_t room);

#endif
