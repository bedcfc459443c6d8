/// Sums over all stored processes of a run.
public struct RunTotals: Sendable, Equatable {
  /// Stored processes.
  public var processes: Int64
  /// Successful executions by them.
  public var executions: Int64
  /// Those whose end was not seen: their use of the machine is in none of the sums.
  public var withoutEnd: Int64
  /// Those that ended otherwise than with exit status 0.
  public var nonZero: Int64
  /// Those that the out-of-memory killer chose.
  public var outOfMemory: Int64
  /// The others that a signal ended.
  public var signalled: Int64
  /// CPU time in user mode, ns.
  public var userTime: Int64
  /// CPU time in the kernel, ns.
  public var systemTime: Int64
  /// Bytes that storage was made to read.
  public var readBytes: Int64
  /// Bytes that storage was made to write.
  public var writeBytes: Int64
  /// Bytes of all reading system calls: cached files, pipes and sockets too.
  public var rchar: Int64
  /// Bytes of all writing system calls.
  public var wchar: Int64
  /// Page faults that took no reading from storage.
  public var minorFaults: Int64
  /// Page faults that did.
  public var majorFaults: Int64
}

/// What the processes of a run that ran the same program have used together.
public struct ToolUse: Sendable, Equatable {
  /// The program's name.
  public var name: RawText
  /// Processes that ran it, its forks that never executed anything of their own among them.
  public var processes: Int64
  /// Those of them whose end was not seen.
  public var withoutEnd: Int64
  /// Those of them that ended otherwise than with exit status 0.
  public var nonZero: Int64
  /// The sum of the ended ones' lives, ns.
  public var wallTime: Int64
  /// CPU time of the ended ones in user mode, ns.
  public var userTime: Int64
  /// CPU time of the ended ones in the kernel, ns.
  public var systemTime: Int64
  /// The highest peak memory of one process, bytes.
  public var peakRSS: Int64?
  /// How well that peak is known.
  public var peakRSSSource: MeasureSource
  /// Bytes that storage was made to read by the ended ones.
  public var readBytes: Int64
  /// Bytes that storage was made to write.
  public var writeBytes: Int64
  /// Bytes of the ended ones' reading system calls.
  public var rchar: Int64
  /// Bytes of their writing system calls.
  public var wchar: Int64
}

/// How well a number is known.
public enum MeasureSource: Int64, Sendable {
  /// Not at all.
  case missing = 0
  /// It is the kernel's own.
  case exact = 1
  /// The true value is at most this.
  case bound = 2
}
