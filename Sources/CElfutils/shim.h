#ifndef SONDE_CELFUTILS_SHIM_H
#define SONDE_CELFUTILS_SHIM_H

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <gelf.h>
#include <libelf.h>

#endif
