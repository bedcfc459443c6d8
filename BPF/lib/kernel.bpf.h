/*
 * The kernel types that the programs read, and only the fields they read. `preserve_access_index`
 * makes the loader relocate each access against the running kernel's BTF (CO-RE), so order and
 * omissions do not matter here; names and types do.
 */
#ifndef SONDE_KERNEL_BPF_H
#define SONDE_KERNEL_BPF_H

#define SONDE_BPF 1

typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef unsigned long long uint64_t;
typedef signed int int32_t;
typedef signed long long int64_t;

#define __u8 uint8_t
#define __u16 uint16_t
#define __u32 uint32_t
#define __u64 uint64_t
#define __s32 int32_t
#define __s64 int64_t
typedef short __s16;
typedef uint16_t __be16;
typedef uint32_t __be32;
typedef uint32_t __wsum;
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)

/* From include/uapi/linux/bpf.h. */
enum {
  BPF_MAP_TYPE_HASH = 1,
  BPF_MAP_TYPE_ARRAY = 2,
  BPF_MAP_TYPE_PERCPU_HASH = 5,
  BPF_MAP_TYPE_PERCPU_ARRAY = 6,
  BPF_MAP_TYPE_LRU_HASH = 9,
  BPF_MAP_TYPE_RINGBUF = 27,
  BPF_MAP_TYPE_TASK_STORAGE = 29,
};
enum { BPF_ANY = 0, BPF_NOEXIST = 1 };
#define ENOENT 2
#define E2BIG 7
#define EAGAIN 11
#define EEXIST 17
enum { BPF_F_NO_PREALLOC = 1, BPF_F_MMAPABLE = 1 << 10 };
enum { BPF_RB_NO_WAKEUP = 1, BPF_RB_FORCE_WAKEUP = 2 };
enum { BPF_RB_AVAIL_DATA = 0 };
enum { BPF_LOCAL_STORAGE_GET_F_CREATE = 1 };

/* From include/linux/sched.h, include/linux/sched/signal.h, include/linux/mm_types_task.h. */
#define TASK_UNINTERRUPTIBLE 0x2
#define TASK_STOPPED 0x4
#define TASK_TRACED 0x8
#define TASK_DEAD 0x80
#define TASK_WAKEKILL 0x100
#define PF_IO_WORKER 0x10
#define PF_USER_WORKER 0x4000 /* since 6.4: these and vhost's */
#define PF_KTHREAD 0x200000
#define SIGNAL_GROUP_EXIT 0x00000004
#define SIGCHLD 17
#define SIGCONT 18
#define SIGSTOP 19
#define SIGURG 23
#define SIGWINCH 28
/* From include/linux/fs.h and include/uapi. */
#define FMODE_READ 0x1
#define FMODE_WRITE 0x2
#define FMODE_PATH 0x4000
#define FMODE_CREATED 0x100000
#define O_APPEND 02000
#define AT_FDCWD -100
#define AT_REMOVEDIR 0x200
#define S_IFMT 0170000
#define S_IFIFO 0010000
#define S_IFSOCK 0140000
#define AF_UNIX 1
#define PROT_EXEC 0x4
#define MAP_ANONYMOUS 0x20
#define AT_NULL 0
#define AT_BASE 7
enum { MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, MM_SHMEMPAGES };

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
  uint32_t val;
} kuid_t;
typedef struct {
  uint32_t val;
} kgid_t;
typedef struct {
  int counter;
} atomic_t;
typedef struct {
  int64_t counter;
} atomic64_t;

struct ns_common {
  unsigned int inum;
};
/* Since commit 76b6f5dfb3fd (6.18). */
struct ns_common___numbered {
  uint64_t ns_id;
};
struct mnt_namespace {
  struct ns_common ns;
};
/* Until then. */
struct mnt_namespace___serial {
  uint64_t seq;
};
struct net {
  struct ns_common ns;
};
struct new_utsname {
  char nodename[65];
};
struct uts_namespace {
  struct new_utsname name;
  struct ns_common ns;
};
struct ipc_namespace {
  struct ns_common ns;
};
struct cgroup_namespace {
  struct ns_common ns;
};
struct user_namespace {
  struct ns_common ns;
};
struct pid_namespace {
  struct ns_common ns;
};
struct nsproxy {
  struct uts_namespace *uts_ns;
  struct ipc_namespace *ipc_ns;
  struct mnt_namespace *mnt_ns;
  struct net *net_ns;
  struct cgroup_namespace *cgroup_ns;
};
struct upid {
  int nr;
  struct pid_namespace *ns;
};
struct pid {
  unsigned int level;
  struct upid numbers[1];
};

struct cred {
  kuid_t uid;
  kgid_t gid;
  struct user_namespace *user_ns;
};

struct qstr {
  uint64_t hash_len; /* of the name, salted with the parent's address; and its length */
  const unsigned char *name;
};

struct file_system_type {
  const char *name;
};
struct super_block {
  uint32_t s_dev;
  struct file_system_type *s_type;
};

struct inode {
  struct super_block *i_sb;
  unsigned int i_nlink;
  unsigned short i_mode;
  uint32_t i_rdev;
  unsigned long i_ino;
};

struct dentry {
  struct dentry *d_parent;
  struct qstr d_name;
  struct inode *d_inode;
};

struct vfsmount {
  struct dentry *mnt_root;
  struct super_block *mnt_sb;
};

struct mount {
  struct mount *mnt_parent;
  struct dentry *mnt_mountpoint;
  struct vfsmount mnt;
  const char *mnt_devname;
};

struct path {
  struct vfsmount *mnt;
  struct dentry *dentry;
};

struct file {
  struct path f_path;
  struct inode *f_inode;
  unsigned int f_mode;
  unsigned int f_flags;
  void *private_data;
};

struct sock_common {
  unsigned short skc_family;
};
struct sock {
  struct sock_common __sk_common;
};
struct socket {
  struct sock *sk;
};

struct fdtable {
  unsigned int max_fds;
  struct file **fd;
};

struct files_struct {
  struct fdtable *fdt;
};

struct vm_area_struct {
  struct file *vm_file;
};

struct fs_struct {
  struct path root;
  struct path pwd;
};

struct percpu_counter {
  int64_t count;
  int32_t *counters;
};

struct mm_struct {
  unsigned long arg_start, arg_end, env_start, env_end;
  unsigned long hiwater_rss;
  unsigned long total_vm;
  unsigned long saved_auxv[2];
  struct percpu_counter rss_stat[4];
  struct file *exe_file;
};

/* Before commit f1a7941243c1 (6.2): an array of plain counters. */
struct mm_rss_stat___old {
  int64_t count[4];
};
struct mm_struct___old {
  struct mm_rss_stat___old rss_stat;
};

struct task_io_accounting {
  uint64_t rchar, wchar, syscr, syscw, read_bytes, write_bytes, cancelled_write_bytes;
};

struct signal_struct {
  atomic_t live;
  int nr_threads;
  int group_exit_code;
  unsigned int flags;
  uint64_t utime, stime;
  unsigned long nvcsw, nivcsw, min_flt, maj_flt;
  unsigned long maxrss;
  struct task_io_accounting ioac;
  unsigned long long sum_sched_runtime;
};

#include "kernel_cgroups.bpf.h"

struct rq {
  uint64_t clock;
};
/* Throttling is there with CONFIG_CFS_BANDWIDTH; how long a queue itself was throttled, since
 * commit 677ea015f231 (6.6). */
struct cfs_rq {
  struct rq *rq;
  struct task_group *tg;
  uint64_t throttled_clock_self;
  uint64_t throttled_clock_self_time;
};

struct sched_entity {
  struct cfs_rq *cfs_rq;
  uint64_t sum_exec_runtime;
};

/* With CONFIG_SCHED_INFO. */
struct sched_info {
  unsigned long long run_delay;
};

struct task_struct {
  unsigned int __state;
  unsigned int flags;
  struct sched_entity se;
  struct sched_info sched_info;
  unsigned in_iowait : 1;
  struct mm_struct *mm;
  int exit_code;
  uint32_t pid;
  uint32_t tgid;
  struct task_struct *real_parent;
  struct task_struct *group_leader;
  uint64_t utime, stime;
  unsigned long nvcsw, nivcsw;
  uint64_t start_boottime;
  unsigned long min_flt, maj_flt;
  const struct cred *cred;
  char comm[16];
  struct fs_struct *fs;
  struct files_struct *files;
  struct nsproxy *nsproxy;
  struct pid *thread_pid;
  struct signal_struct *signal;
  struct task_io_accounting ioac;
  struct css_set *cgroups;
};

/* Commit e1fad12dcb66 (6.18) throttles tasks rather than queues. */
struct task_struct___throttled {
  bool throttled;
};

struct linux_binprm {
  const char *filename;
  const char *interp;
};

struct kernel_siginfo {
  int si_signo;
  int si_code;
};

struct trace_event_raw_sched_process_exit {
  bool group_dead;
};
struct trace_event_raw_mark_victim {
  uint32_t uid;
};

struct bpf_array {
  void *pptrs[1];
};

struct seq_file;
struct bpf_iter_meta {
  struct seq_file *seq;
  uint64_t seq_num;
};
struct bpf_iter__task {
  struct bpf_iter_meta *meta;
  struct task_struct *task;
};
struct bpf_iter__bpf_map_elem {
  struct bpf_iter_meta *meta;
  void *map;
  void *key;
  void *value;
};

#pragma clang attribute pop

#endif
