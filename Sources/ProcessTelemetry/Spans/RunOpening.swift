public import OTLP

/// What is known of a run when it begins.
public struct RunOpening: Sendable {
  /// Its id in the database.
  public var id: Int64
  /// The process that it begins with, as (pid, ns since boot).
  public var root: (pid: UInt32, start: UInt64)
  /// The pipeline that it belongs to, or what the user calls it, or the command's name.
  public var pipeline: String
  /// ns since boot.
  public var start: UInt64
  /// The run's own span.
  public var context: TraceContext
  /// The span of another system that it is part of.
  public var parent: TraceContext?
  /// Whether its spans are exported.
  public var isSampled: Bool

  /// Puts the beginning of a run together. Times are ns since boot.
  public init(
    id: Int64, root: (pid: UInt32, start: UInt64), pipeline: String, start: UInt64,
    context: TraceContext, parent: TraceContext? = nil, isSampled: Bool = true
  ) {
    self.id = id
    self.root = root
    self.pipeline = pipeline
    self.start = start
    self.context = context
    self.parent = parent
    self.isSampled = isSampled
  }
}

/// What is known of a run when it ends.
public struct RunClosing: Sendable {
  /// Its id in the database.
  public var id: Int64
  /// ns since boot.
  public var end: UInt64
  /// Of the root, as wait(2) gives it; `nil` when its end was not seen.
  public var status: UInt32?
  /// Processes that it had.
  public var processes: Int64
  /// Successful executions.
  public var executions: Int64
  /// Everything that the kernel side sent has arrived.
  public var isComplete: Bool
  /// Ended by the tracer before its last process did.
  public var isInterrupted: Bool

  /// Puts the end of a run together.
  public init(
    id: Int64, end: UInt64, status: UInt32?, processes: Int64, executions: Int64,
    isComplete: Bool, isInterrupted: Bool
  ) {
    self.id = id
    self.end = end
    self.status = status
    self.processes = processes
    self.executions = executions
    self.isComplete = isComplete
    self.isInterrupted = isInterrupted
  }
}
