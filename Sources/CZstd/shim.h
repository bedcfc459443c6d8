#ifndef SONDE_CZSTD_SHIM_H
#define SONDE_CZSTD_SHIM_H

#include <zstd.h>

#endif
