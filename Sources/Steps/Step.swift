/// A step of a workflow: a process that an engine started for it, and what descends from it.
public struct Step: Sendable {
  /// Unique in the database.
  public let id: Int64
  /// The run that it belongs to.
  public let runID: Int64
  /// The step that it is inside of; 0: none.
  public let parentID: Int64
  /// The step's first process.
  public let processID: Int64
  /// ns since boot: when the first process executed what made it known as a step.
  public let started: UInt64
  /// Whose step it is, what it is called, and what more is known.
  public internal(set) var description: StepDescription
  /// What its processes that have ended used, those of steps inside of it included.
  public internal(set) var use = StepUse()
  /// Its first process has ended.
  var hasEnded = false
  /// The label and the details have been handed out for the last time, and are gone.
  public internal(set) var isSlim = false
  /// The sum of the variables of Slurm that its processes have; 0: not in Slurm.
  var slurm: UInt64 = 0
  /// Something changed since it was last handed out.
  var isTouched = false
}

/// What is known of a step from what its first process executed.
public struct StepDescription: Sendable, Equatable {
  /// Whose step it is.
  public var engine: StepEngine
  /// What the workflow calls it: the rule, process or job; the program for want of that.
  public var name: String
  /// What a person would call it, such as `align sample=A`.
  public var label: String
  /// Everything else.
  public var details: StepDetails

  init(engine: StepEngine, name: String, label: String? = nil, details: StepDetails) {
    self.engine = engine
    self.name = name
    self.label = label ?? name
    self.details = details
  }
}

/// Sums over processes that have ended.
public struct StepUse: Sendable, Equatable {
  /// How many processes are part of it, whether they have ended or not.
  public var processes: Int64 = 0
  /// CPU time, ns.
  public var cpu: UInt64 = 0
  /// Of the largest process, bytes; 0: not known.
  public var peakRSS: UInt64 = 0
  /// Bytes that storage was made to read.
  public var readBytes: UInt64 = 0
  /// Bytes that storage was made to write.
  public var writeBytes: UInt64 = 0
  /// Processes whose totals were not heard: the sums are without them.
  public var withoutTotals: Int64 = 0

  /// Nothing used.
  public init() {}

  /// What one process used.
  public init(
    cpu: UInt64, peakRSS: UInt64, readBytes: UInt64, writeBytes: UInt64, hasTotals: Bool
  ) {
    self.cpu = cpu
    self.peakRSS = peakRSS
    self.readBytes = readBytes
    self.writeBytes = writeBytes
    withoutTotals = hasTotals ? 0 : 1
    processes = 1
  }

  mutating func add(_ other: StepUse) {
    processes += other.processes
    cpu &+= other.cpu
    peakRSS = max(peakRSS, other.peakRSS)
    readBytes &+= other.readBytes
    writeBytes &+= other.writeBytes
    withoutTotals += other.withoutTotals
  }
}
