public import CSondeWire

/// The name of a process as the kernel keeps it: up to 15 bytes and a NUL.
public typealias Comm = (
  UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8,
  UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8
)

/// One process as it is stored. A value of machine words: nothing in it is allocated.
public struct ProcessRow {
  public var id: Int64 = 0
  public var runID: Int64 = 0
  /// The process that forked it; 0 when that was not followed.
  public var parentID: Int64 = 0
  /// The execution whose image it runs; its parent's as of the fork until it executes something
  /// itself. 0 when none is known.
  public var executionID: Int64 = 0
  public var pid: UInt32 = 0
  public var ppid: UInt32 = 0
  public var uid: UInt32 = 0
  public var gid: UInt32 = 0
  public var comm: Comm = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  /// Successful executions by this process.
  public var execs: Int32 = 0
  public var isSeeded = false
  public var isOOMKilled = false
  public var cgroupID: UInt64 = 0
  /// ns since boot.
  public var started: UInt64 = 0
  public var end: End?

  /// What is known once a process has ended.
  public struct End {
    /// ns since boot.
    public var time: UInt64
    public var cpu: CPUTime
    /// The kernel's own record: totals, wait status, peak memory, who sent the fatal signal.
    public var record: sonde_exit
  }
}
