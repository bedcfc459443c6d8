public import Events

/// One run while it lasts: the tree below one root process.
public struct RunState {
  public let id: Int64
  public let root: ProcessKey
  /// Followed processes that have not ended.
  public internal(set) var living = 0
  public internal(set) var processes: Int64 = 0
  public internal(set) var executions: Int64 = 0
  /// As wait(2) gives it; `nil` until the root has ended.
  public internal(set) var rootStatus: UInt32?
  /// ns since boot; the end of the last process that has ended.
  public internal(set) var lastEnd: UInt64 = 0
  public internal(set) var received = Received()

  /// How many records of each kind were decoded for this run, for comparison with the kernel
  /// side's own count.
  public struct Received: Equatable, Sendable {
    public var forks: UInt64 = 0
    public var execs: UInt64 = 0
    public var failedExecs: UInt64 = 0
    public var exits: UInt64 = 0
  }
}
