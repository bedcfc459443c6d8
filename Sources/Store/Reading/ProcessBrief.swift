/// What is told about one process.
public struct ProcessBrief: Sendable, Equatable {
  /// Its id in the database.
  public var id: Int64
  /// Its number on the machine while it lived.
  public var pid: Int64
  /// The program's name.
  public var name: RawText
  /// The arguments of the image that it ran last; its parent's when it executed nothing itself.
  public var command: [RawText]
  /// Whether it executed anything itself.
  public var hasExecuted: Bool
  /// ns since 1970.
  public var started: Int64
  /// ns since 1970; `nil` when no end was seen.
  public var ended: Int64?
  /// How it ended.
  public var outcome: ProcessOutcome
  /// Who sent the signal that ended it; `nil` when no signal did.
  public var sender: SignalSender?
  /// The out-of-memory killer chose it.
  public var isOOMKilled: Bool
  /// CPU time in user mode, ns; `nil` as long as it has not ended, like all that follows.
  public var userTime: Int64?
  /// CPU time in the kernel, ns.
  public var systemTime: Int64?
  /// The most memory it had resident, bytes.
  public var peakRSS: Int64?
  /// How well the peak is known.
  public var peakRSSSource: MeasureSource
  /// Bytes that storage was made to read.
  public var readBytes: Int64?
  /// Bytes that storage was made to write.
  public var writeBytes: Int64?
  /// The innermost step of a workflow that it is part of.
  public var step: StepName?
  /// What the container is called that it was in.
  public var container: String?

  /// ns.
  public var duration: Int64? { ended.map { max($0 - started, 0) } }
}

/// Processes of a run that ended in the same way, other than with exit status 0.
public struct EndingGroup: Sendable, Equatable {
  /// How many.
  public var count: Int64
  /// The first of them.
  public var first: ProcessBrief
  /// It is the root of the run.
  public var isRoot: Bool
  /// An end that is part of many a program's usual life: a pipe that nobody reads any more, an
  /// alarm, a request of the parent.
  public var isOrdinary: Bool
}

/// Attempts to execute a file that failed in the same way.
public struct FailedExecutionGroup: Sendable, Equatable {
  /// The error's name, such as `ENOENT`.
  public var error: String
  /// The file, as it was given to execve(2).
  public var path: RawText
  /// How many attempts.
  public var count: Int64
  /// How many of them were followed by a successful execution in the same process, as when a
  /// program is looked for in one directory after the other.
  public var recovered: Int64
  /// The process that tried first.
  public var first: ProcessBrief
}
