// The kernel's own word for what a command did: one JSON line for each.
//
// Three sources, read while the command is a zombie or by reaping it:
//   wait4          status and rusage. CPU times, faults and switches include the descendants that
//                  the command itself reaped. maxrss is the highest of the command, of those
//                  descendants, and of the image before the exec, here this small program's.
//   the CPU clock  own_cpu_s: user and system time of the command's own threads, no descendants.
//   /proc/PID/schedstat  how long its first thread ran, and waited for a CPU while it could run.
//   /proc/PID/io   its I/O accounting, again with the descendants it reaped; null if unreadable.

#include "workloads.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct account {
  pid_t pid;
  int status;
  struct rusage usage;
  struct timespec own_cpu;
  bool has_io;
  struct io_counters io;
  unsigned long long run_ns, run_delay_ns;
};

static void read_schedstat(struct account *account) {
  char path[64];
  snprintf(path, sizeof(path), "/proc/%d/schedstat", account->pid);
  FILE *file = fopen(path, "re");
  if (file == NULL || fscanf(file, "%llu %llu", &account->run_ns, &account->run_delay_ns) != 2) {
    fail("the zombie has no schedstat");
  }
  fclose(file);
}

// Waits without reaping, since the zombie still has what wait4 does not hand over.
static void await_zombie(struct account *account) {
  siginfo_t information;
  while (waitid(P_PID, (id_t)account->pid, &information, WEXITED | WNOWAIT) != 0) {
    if (errno != EINTR) fail_errno("waitid");
  }
  clockid_t clock;
  if (clock_getcpuclockid(account->pid, &clock) != 0 ||
      clock_gettime(clock, &account->own_cpu) != 0) {
    fail("the zombie has no CPU clock");
  }
  char path[64];
  snprintf(path, sizeof(path), "/proc/%d/io", account->pid);
  read_schedstat(account);
  account->has_io = read_io_counters(path, &account->io) > 0;
}

static const char *or_null(char *buffer, size_t size, bool present, int value) {
  snprintf(buffer, size, present ? "%d" : "null", value);
  return buffer;
}

static int render(const struct account *account, char *line, size_t size) {
  const struct rusage *usage = &account->usage;
  int status = account->status;
  char code[16], signal[16], counters[256] = "null";
  if (account->has_io) {
    const struct io_counters *io = &account->io;
    snprintf(counters, sizeof(counters),
             "{\"rchar\":%llu,\"wchar\":%llu,\"syscr\":%llu,\"syscw\":%llu,"
             "\"read_bytes\":%llu,\"write_bytes\":%llu,\"cancelled_write_bytes\":%llu}",
             io->rchar, io->wchar, io->syscr, io->syscw, io->read_bytes, io->write_bytes,
             io->cancelled_write_bytes);
  }
  return snprintf(
      line, size,
      "{\"pid\":%d,\"status\":%d,\"exit_code\":%s,\"signal\":%s,\"core_dumped\":%s,"
      "\"user_s\":%ld.%06ld,\"system_s\":%ld.%06ld,\"own_cpu_s\":%ld.%09ld,\"maxrss_kb\":%ld,"
      "\"minor_faults\":%ld,\"major_faults\":%ld,\"voluntary_switches\":%ld,"
      "\"involuntary_switches\":%ld,\"inblock\":%ld,\"oublock\":%ld,\"run_ns\":%llu,\"run_delay_"
      "ns\":%llu,\"io\":%s}\n",
      account->pid, status, or_null(code, sizeof(code), WIFEXITED(status), WEXITSTATUS(status)),
      or_null(signal, sizeof(signal), WIFSIGNALED(status), WTERMSIG(status)),
      WIFSIGNALED(status) && WCOREDUMP(status) ? "true" : "false", (long)usage->ru_utime.tv_sec,
      (long)usage->ru_utime.tv_usec, (long)usage->ru_stime.tv_sec, (long)usage->ru_stime.tv_usec,
      (long)account->own_cpu.tv_sec, account->own_cpu.tv_nsec, usage->ru_maxrss, usage->ru_minflt,
      usage->ru_majflt, usage->ru_nvcsw, usage->ru_nivcsw, usage->ru_inblock, usage->ru_oublock,
      account->run_ns, account->run_delay_ns, counters);
}

int measure(int argc, char **argv) {
  const char *output = NULL;
  int at = 1;
  if (at + 1 < argc && strcmp(argv[at], "--output") == 0) {
    output = argv[at + 1];
    at += 2;
  }
  if (at >= argc || strcmp(argv[at], "--") != 0 || ++at >= argc) {
    fail("measure: use [--output FILE] -- CMD ARG...");
  }

  // Opened first, so that a wrong path fails before the command has run.
  int file = STDOUT_FILENO;
  if (output != NULL) {
    file = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (file < 0) fail_errno(output);
  }

  struct account account = {.pid = start(resolve(argv[at]), argv + at)};
  await_zombie(&account);
  if (wait4(account.pid, &account.status, 0, &account.usage) != account.pid) fail_errno("wait4");

  // One write for the line: measures that run side by side may share the file.
  char line[1024];
  int length = render(&account, line, sizeof(line));
  if (write(file, line, (size_t)length) != length) fail_errno("writing the measurement");
  return shell_code(account.status);
}
