/// What a set of processes has used, and how they ended.
///
/// Times, memory and bytes are of those that have ended: the kernel tells them at the end.
public struct ProcessUse: Sendable, Equatable {
  /// How many.
  public var processes: Int64 = 0
  /// Successful executions by them.
  public var executions: Int64 = 0
  /// Those of runs that have not ended whose own end is not stored either.
  public var running: Int64 = 0
  /// Those of ended runs whose end was not seen.
  public var endNotSeen: Int64 = 0
  /// Those that exited with a status other than 0.
  public var exitedNonZero: Int64 = 0
  /// Those that a signal ended.
  public var signalled: Int64 = 0
  /// Those that the out-of-memory killer chose; nearly always among those that a signal ended.
  public var outOfMemory: Int64 = 0
  /// From start to end, ns.
  public var wall = Distribution()
  /// User and system time together, ns.
  public var cpu = Distribution()
  /// CPU time in user mode, ns.
  public var userTime: Int64 = 0
  /// CPU time in the kernel, ns.
  public var systemTime: Int64 = 0
  /// Peak resident memory of each, bytes; of those of which it is known.
  public var peakMemory = Distribution()
  /// How well the greatest peak is known.
  public var peakMemorySource = MeasureSource.missing
  /// Bytes that storage was made to read.
  public var readBytes: Int64 = 0
  /// Bytes that storage was made to write.
  public var writeBytes: Int64 = 0
  /// Bytes of all reading system calls: cached files, pipes and sockets too.
  public var rchar: Int64 = 0
  /// Bytes of all writing system calls.
  public var wchar: Int64 = 0

  /// Creates the use of no processes.
  public init() {}

  /// Those that ended otherwise than with exit status 0.
  public var failures: Int64 { exitedNonZero + signalled }
}
