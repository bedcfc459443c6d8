public import CSondeWire

/// The name of a process as the kernel keeps it: up to 15 bytes and a NUL.
public typealias Comm = (
  UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8,
  UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8
)

/// One process as it is stored. A value of machine words: nothing in it is allocated.
public struct ProcessRow {
  /// Unique in the database.
  public var id: Int64 = 0
  /// The run that it belongs to.
  public var runID: Int64 = 0
  /// The process that forked it; 0 when that was not followed.
  public var parentID: Int64 = 0
  /// The execution whose image it runs; its parent's as of the fork until it executes something
  /// itself. 0 when none is known.
  public var executionID: Int64 = 0
  /// The name, in the database, of the program that it runs; 0 when none is known.
  public var toolID: Int64 = 0
  /// The thread-group id in the initial pid namespace.
  public var pid: UInt32 = 0
  /// The parent's pid when the process was first seen: at its fork, unless that was missed.
  public var ppid: UInt32 = 0
  /// The real user id at the last execution, or when the process was first seen.
  public var uid: UInt32 = 0
  /// The real group id, likewise.
  public var gid: UInt32 = 0
  /// The name that the kernel gives it.
  public var comm: Comm = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  /// Successful executions by this process.
  public var execs: Int32 = 0
  /// Was running before it was followed: what it did until then is unknown.
  public var isSeeded = false
  /// Was chosen by the out-of-memory killer.
  public var isOOMKilled = false
  /// The kernel's id of its control group.
  public var cgroupID: UInt64 = 0
  /// ns since boot.
  public var started: UInt64 = 0
  /// The innermost step of the workflow that it is part of; 0 when none is known.
  public var stepID: Int64 = 0
  /// What whoever tells steps apart has noted of the image that it runs; 0: nothing.
  public var stepRole: Int32 = 0
  /// The container that it is in; 0 when it is simply on the host, or that is not known.
  public var containerID: Int64 = 0
  /// What whoever tells containers apart has noted of it, or of what it descends from; 0: nothing.
  public var containerRole: Int32 = 0
  /// Followed children that have not ended.
  public var livingChildren: Int32 = 0
  /// Whether its parent had not ended when it did.
  public var isParentLiving = false
  /// How it ended; `nil` while it lives.
  public var end: End?

  /// What is known once a process has ended.
  public struct End {
    /// ns since boot.
    public var time: UInt64
    /// As wait4 would tell it.
    public var cpu: CPUTime
    /// The kernel's own record: totals, wait status, peak memory, who sent the fatal signal.
    public var record: sonde_exit

    /// Whether the hook was heard that tells how a process ended.
    public var hasStatus: Bool { !flags.contains(.SONDE_EXIT_STATUS_MISSING) }

    /// Whether the hook was heard that tells what a process used.
    public var hasTotals: Bool { !flags.contains(.SONDE_EXIT_TOTALS_MISSING) }

    /// Where the time of its threads went; `nil` when that was not followed for all of them.
    public var times: ProcessTimes? {
      if flags.contains(.SONDE_EXIT_TIMES_MISSING) { return nil }
      let times = ProcessTimes(
        record.times, knowsThrottling: !flags.contains(.SONDE_EXIT_THROTTLED_MISSING))
      // Whoever has ended has run.
      return times.threads > 0 ? times : nil
    }

    private var flags: sonde_exit_flags {
      sonde_exit_flags(rawValue: UInt32(record.header.flags))
    }
  }
}
