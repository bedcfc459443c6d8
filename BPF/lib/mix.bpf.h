/*
 * One word more into a hash: a multiplication and a shift, for numbers that nobody chooses.
 */
#ifndef SONDE_MIX_BPF_H
#define SONDE_MIX_BPF_H

static __always_inline uint64_t mix(uint64_t hash, uint64_t word)
{
  hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
  return hash ^ (hash >> 32);
}

#endif
