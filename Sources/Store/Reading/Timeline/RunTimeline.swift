/// The processes of one run in their time, with what they belong to and what they took: what a
/// picture of the run is drawn from. Read in one moment.
public struct RunTimeline: Sendable {
  /// When the run began, ns since 1970.
  public var started: Int64
  /// When it ended; of a run that has not ended, the last moment that is stored; ns since 1970.
  public var ended: Int64
  /// The processes that are told one by one, parents before their children.
  public var processes: [Process] = []
  /// Processes that are in the curves and sums alone: the shortest of a run that has very many.
  public var omitted: Int64 = 0
  /// What the processes took over time.
  public var curves: ResourceCurves
  /// Readings of living processes, thinned, of those that have most of them.
  public var samples: [ProcessSamples] = []
  /// The steps that a workflow engine took, by start; `nil` when the database knows of none.
  public var steps: [Step]?
  /// Why things went wrong; `nil` when the database does not say.
  public var failures: Bounded<Failure>?
  /// Where the time of each tool's processes went; `nil` when the database does not say.
  public var timeSpent: [TimeSpent]?
  /// Files by what was read and written.
  public var files: Bounded<FileUse> = Bounded(elements: [], omitted: 0)
  /// Libraries by how many processes used them.
  public var libraries: Bounded<LibraryUse> = Bounded(elements: [], omitted: 0)

  /// A process, and its place among the others.
  public struct Process: Sendable {
    /// What is told of any process.
    public var brief: ProcessBrief
    /// The place of its parent; -1 when that is not among those told. It is always an earlier one.
    public var parent: Int32
    /// The place of its step; -1 for none.
    public var step: Int32 = -1
    /// What it ran last, as the analyses name it.
    public var tool: RawText
    /// Whether its arguments are not all stored.
    public var isCommandCut: Bool
    /// Successful executions.
    public var executions: Int64
    /// Where it ran; `nil` when that is not known.
    public var directory: RawText?
    /// Whose it was: a name or, where that is not known, a number.
    public var user: String
    /// The most threads at one time; `nil` as long as it has not ended.
    public var threads: Int64?
    /// Where its time went; `nil` when that is not stored.
    public var time: TimeSplit?
    /// Whether it is among the failures; `nil` when the database does not say what is one.
    public var isFailure: Bool?
  }

  /// How much is told.
  public struct Options: Sendable {
    /// How many processes at most.
    public var processes = 150_000
    /// Into how many stretches of time the curves are divided.
    public var buckets = 2000
    /// How many readings of single processes, and of each one.
    public var samples = 60_000
    /// How many readings of one process.
    public var samplesOfOne = 60
    /// How many failures, files and libraries each.
    public var rows = 200

    /// Creates the usual choice.
    public init() {}
  }
}
