public import CSondeWire

/// Where the time of all threads of a process went, ns. The parts add up to ``threads``.
public struct ProcessTimes: Equatable, Sendable {
  /// The lives of all threads, since they have been followed.
  public var threads: UInt64
  /// On a processor.
  public var onCPU: UInt64
  /// Could run, and waited for a processor.
  public var runnable: UInt64
  /// Could run, and was held up by its control group's limit; `nil` where the kernel does not tell it
  /// from waiting for a processor.
  public var throttled: UInt64?
  /// Waited for a block device or a file system.
  public var blockIO: UInt64
  /// In a page fault that had to wait.
  public var fault: UInt64
  /// Waited for a child.
  public var child: UInt64
  /// Waited for a pipe, or for a socket of the same machine's processes.
  public var pipe: UInt64
  /// Waited for another socket.
  public var network: UInt64
  /// Waited for another thread or process: a futex or a file's lock.
  public var lock: UInt64
  /// Slept for a time.
  public var sleep: UInt64
  /// Waited for something else.
  public var other: UInt64

  /// What the kernel side has summed up.
  public init(_ times: sonde_times, knowsThrottling: Bool) {
    let spent = times.spent
    onCPU = spent.0
    runnable = spent.1
    throttled = knowsThrottling ? spent.2 : nil
    blockIO = spent.3
    fault = spent.4
    child = spent.5
    pipe = spent.6
    network = spent.7
    lock = spent.8
    sleep = spent.9
    other = spent.10
    threads = withUnsafeBytes(of: spent) { parts in
      parts.bindMemory(to: UInt64.self).reduce(0, &+)
    }
  }
}
