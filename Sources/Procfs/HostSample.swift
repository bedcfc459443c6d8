/// How busy a host is. What `/proc` does not tell is zero, unless it says otherwise.
public struct HostSample: Equatable, Sendable {
  /// From 0 to 100 for all processors together, since the sample before; `nil` in the first.
  public var cpuPercent: Double?
  /// The load average over one minute.
  public var load1 = 0.0
  /// The load average over five minutes.
  public var load5 = 0.0
  /// The load average over fifteen minutes.
  public var load15 = 0.0
  /// Bytes of memory that the kernel manages.
  public var memoryTotal: UInt64 = 0
  /// Bytes that programs could still get without swapping.
  public var memoryAvailable: UInt64 = 0
  /// The total without what is available, in bytes.
  public var memoryUsed: UInt64 = 0
  /// Bytes of swap in use.
  public var swapUsed: UInt64 = 0
  /// Threads that run or are ready to.
  public var runningProcesses: UInt64 = 0
  /// Processes and threads started since boot.
  public var processesForked: UInt64 = 0
  /// When the host was booted, in seconds since 1970.
  public var bootTime: UInt64 = 0

  /// A sample of which nothing is known.
  public init() {}
}
