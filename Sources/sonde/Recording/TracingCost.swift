import Glibc

/// What tracing has cost this process so far.
struct TracingCost {
  /// CPU time of all threads of this process, ns.
  var cpu: Int64
  /// The most memory that this process has had resident, bytes.
  var peakRSS: Int64

  static func now() -> TracingCost {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return TracingCost(
      cpu: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec),
      peakRSS: Int64(usage.ru_maxrss) * 1024)
  }
}
