/// What the executions of a tool, or of a step of a workflow, have needed.
///
/// One execution of a tool is the process that executed it with all that were forked from it and
/// executed nothing themselves. One of a step is all of its processes.
public struct Requirement: Sendable {
  /// Whose it is.
  public enum Subject: Sendable, Hashable {
    /// A tool, by its name.
    case tool(RawText)
    /// A step, by the engine and the name of its rule or process.
    case step(engine: String, name: String)
  }

  /// Whose it is.
  public var subject: Subject
  /// How many there were.
  public var executions: Int64 = 0
  /// Those of them that ended with exit status 0: the distributions are of these.
  public var succeeded: Int64 = 0
  /// Those that ended otherwise, the out-of-memory killer's victims apart.
  public var failed: Int64 = 0
  /// Those that the out-of-memory killer ended.
  public var outOfMemory: Int64 = 0
  /// Those whose end was not seen, or is still to come.
  public var unended: Int64 = 0
  /// From start to end, ns.
  public var wall = Distribution()
  /// Processors used on average, in thousandths.
  public var processors = Distribution()
  /// Memory, bytes: the greatest sum of the peaks of those alive at one time, of executions of which
  /// all peaks are the kernel's own.
  public var memory = Distribution()
  /// Executions of which a peak is an upper bound only, or not known.
  public var memoryNotKnown: Int64 = 0
  /// The most that a victim of the out-of-memory killer had when it was ended, bytes; 0: none.
  public var outOfMemoryPeak: Int64 = 0
  /// CPU time of those that succeeded, ns.
  public var cpu: Int64 = 0

  /// Creates the requirement of nothing that was executed.
  public init(_ subject: Subject) {
    self.subject = subject
  }
}

/// What was needed, by tool and step.
public struct Requirements: Sendable {
  /// Runs that were looked at.
  public var runs: Int64
  /// Tools and steps, those of the most CPU time first.
  public var all: [Requirement]

  /// Puts requirements together.
  public init(runs: Int64, all: [Requirement]) {
    (self.runs, self.all) = (runs, all)
  }
}
