/*
 * What we use of GNU libiberty: it demangles names of C++ and Rust, and has SHA-1.
 */
#ifndef SONDE_CIBERTY_H
#define SONDE_CIBERTY_H

#include <stddef.h>
#include <stdint.h>

/* Writes the demangled form of a name of C++ (Itanium) or Rust (legacy, v0), without an ending NUL.
 * Returns its length, or 0 if it is no such name or its form has more than `room` bytes. */
size_t sonde_demangle(const char *mangled, char *output, size_t room);

/* The SHA-1 of the bytes. */
void sonde_sha1(const void *bytes, size_t count, uint8_t digest[20]);

#endif
