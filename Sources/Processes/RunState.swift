public import Events

/// One run while it lasts: the tree below one root process.
public struct RunState {
  /// The run's id in the database.
  public let id: Int64
  /// The process that the run began with.
  public let root: ProcessKey
  /// Followed processes that have not ended.
  public internal(set) var living = 0
  /// Processes seen so far.
  public internal(set) var processes: Int64 = 0
  /// Successful executions so far.
  public internal(set) var executions: Int64 = 0
  /// As wait(2) gives it; `nil` until the root has ended.
  public internal(set) var rootStatus: UInt32?
  /// ns since boot; the end of the last process that has ended.
  public internal(set) var lastEnd: UInt64 = 0
  /// Uses of files that were told of while the model held as many as it may: what came of them later
  /// is not known.
  public internal(set) var forgottenFiles: UInt64 = 0
  /// Records that have arrived.
  public internal(set) var received = Received()

  /// How many records of each kind were decoded for this run, for comparison with the kernel
  /// side's own count.
  public struct Received: Equatable, Sendable {
    /// Of forked processes.
    public var forks: UInt64 = 0
    /// Of successful executions.
    public var execs: UInt64 = 0
    /// Of failed executions.
    public var failedExecs: UInt64 = 0
    /// Of ended processes.
    public var exits: UInt64 = 0
    /// Of files, with and without their paths.
    public var files: UInt64 = 0
    /// Of names that were changed.
    public var fileChanges: UInt64 = 0
    /// Of the failed calls of a process.
    public var failedCalls: UInt64 = 0

    /// Nothing yet.
    public init() {}

    /// Adds what another run received.
    public mutating func add(_ other: Received) {
      forks += other.forks
      execs += other.execs
      failedExecs += other.failedExecs
      exits += other.exits
      files += other.files
      fileChanges += other.fileChanges
      failedCalls += other.failedCalls
    }
  }
}
