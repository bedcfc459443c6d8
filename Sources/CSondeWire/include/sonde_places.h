/*
 * Where a process is: its control group and its namespaces, each told once.
 */
#ifndef SONDE_PLACES_H
#define SONDE_PLACES_H

#include "sonde_record.h"

/* A node name has 64 bytes and a NUL. */
#define SONDE_NODE_NAME_SIZE 72
#define SONDE_ROOT_TYPE_SIZE 32
#define SONDE_ROOT_SOURCE_SIZE 256

/* A process's namespaces: an index, and a bit. */
enum SONDE_OPEN_ENUM sonde_namespace {
  SONDE_NAMESPACE_MOUNT = 0,
  SONDE_NAMESPACE_PID, /* that the process is in itself, not its children */
  SONDE_NAMESPACE_USER,
  SONDE_NAMESPACE_NETWORK,
  SONDE_NAMESPACE_NAME, /* UTS */
  SONDE_NAMESPACE_IPC,
  SONDE_NAMESPACE_CGROUP,
  SONDE_NAMESPACE_COUNT = 7,
};

enum SONDE_OPTIONS sonde_namespaces_flags {
  SONDE_NAMESPACES_HOST_UNKNOWN = 1 << 0, /* what is `own` means nothing */
};

/* Sent once for each control group that a followed process is seen in.
 * Tail: path components from the leaf to the root, each NUL-terminated. */
struct sonde_cgroup {
  struct sonde_header header;
  uint64_t cgroup_id;
  uint32_t path_size;
  uint32_t cut;
};

/* Sent once for each number that stands for the namespaces and the root of a followed process.
 * Subject: the process that was first seen with it. Texts end in a NUL. */
struct sonde_namespaces {
  struct sonde_header header; /* flags: enum sonde_namespaces_flags */
  uint64_t number;
  uint64_t namespaces;                    /* stands for the namespaces alone */
  uint32_t inodes[SONDE_NAMESPACE_COUNT]; /* 0: not known */
  uint32_t own;                           /* bits of enum sonde_namespace: is not the host's */
  uint8_t node_name[SONDE_NODE_NAME_SIZE];
  uint8_t root_type[SONDE_ROOT_TYPE_SIZE]; /* of the file system of the root directory */
  uint8_t
    root_source[SONDE_ROOT_SOURCE_SIZE]; /* what that is mounted from; cut where it is longer */
};

SONDE_LAYOUT(sonde_cgroup, 56);
SONDE_LAYOUT(sonde_namespaces, 448);

#endif
