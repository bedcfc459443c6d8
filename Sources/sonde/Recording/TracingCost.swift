import Glibc
import Procfs

/// What tracing has cost this process so far.
struct TracingCost {
  /// CPU time of all threads of this process, ns.
  var cpu: Int64
  /// The most memory that this process has had resident, bytes.
  var peakRSS: Int64

  static func now() -> TracingCost {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return TracingCost(
      cpu: Clocks.processCPU(), peakRSS: Int64(usage.ru_maxrss) * 1024)
  }
}
