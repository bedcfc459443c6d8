/// Where the time of processes went, all threads together, ns. The parts add up to ``threads``.
public struct TimeUse: Sendable, Equatable {
  /// Ended processes of which it is known.
  public var processes: Int64 = 0
  /// The lives of their threads.
  public var threads: Int64 = 0
  /// On a processor.
  public var onCPU: Int64 = 0
  /// Waiting for a processor.
  public var runnable: Int64 = 0
  /// Held up by a control group's limit; `nil`: not told from waiting for a processor.
  public var throttled: Int64? = 0
  /// Waiting for a block device or a file system.
  public var blockIO: Int64 = 0
  /// In page faults that had to wait.
  public var fault: Int64 = 0
  /// Waiting for a child.
  public var child: Int64 = 0
  /// Waiting for a pipe or a local socket.
  public var pipe: Int64 = 0
  /// Waiting for another socket.
  public var network: Int64 = 0
  /// Waiting for a lock.
  public var lock: Int64 = 0
  /// Sleeping for a time.
  public var sleep: Int64 = 0
  /// Waiting for something else.
  public var other: Int64 = 0

  mutating func add(_ more: TimeUse) {
    processes += more.processes
    threads += more.threads
    onCPU += more.onCPU
    runnable += more.runnable
    throttled = throttled.flatMap { sum in more.throttled.map { sum + $0 } }
    blockIO += more.blockIO
    fault += more.fault
    child += more.child
    pipe += more.pipe
    network += more.network
    lock += more.lock
    sleep += more.sleep
    other += more.other
  }
}

/// Where the time of a run's processes went.
public struct RunTimes: Sendable, Equatable {
  /// That of all of which it is known.
  public var all = TimeUse()
  /// By the program that they ran last, the longest first; waiting for children does not count there,
  /// since the children have that time too. A name is `nil` when no program is known.
  public var tools: [(name: RawText?, use: TimeUse)] = []

  /// Compares the programs one by one.
  public static func == (left: RunTimes, right: RunTimes) -> Bool {
    left.all == right.all && left.tools.elementsEqual(right.tools) { $0 == $1 }
  }
}
