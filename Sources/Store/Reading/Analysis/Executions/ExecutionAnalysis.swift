/// What processes took and how they ended: all together, by pipeline, by tool; and of a single run,
/// what happened at the same time and what came last.
public struct ExecutionAnalysis: Sendable {
  /// A pipeline's processes.
  public struct Pipeline: Sendable, Equatable {
    /// Its name; `nil` for runs without one.
    public var name: String?
    /// How many runs it has.
    public var runs: Int64
    /// What they took.
    public var use: ProcessUse
  }

  /// A tool's processes.
  public struct Tool: Sendable, Equatable {
    /// The base name of the script or program; `nil` when it is not known.
    public var name: RawText?
    /// What they took.
    public var use: ProcessUse
  }

  /// What is said of a single run, whichever of its processes the filter leaves.
  public struct SingleRun: Sendable {
    /// The run.
    public var run: RunRecord
    /// ns since 1970.
    public var started: Int64
    /// ns since 1970; of a run that has not ended, the last moment that is stored.
    public var ended: Int64
    /// What happened at the same time.
    public var parallelism: Parallelism
    /// What came last.
    public var criticalPath: CriticalPath
  }

  /// How much is told of a single run.
  public struct Options: Sendable {
    /// Stretches that the run is divided into.
    public var buckets = 60
    /// The most segments of the critical path.
    public var segments = 1000

    /// Creates the usual choice.
    public init() {}
  }

  /// Runs whose processes were looked at.
  public var runs: Int64
  /// All processes together.
  public var overall: ProcessUse
  /// By pipeline, in no particular order; those without a run that was looked at are left out.
  public var pipelines: [Pipeline]
  /// By tool, in no particular order.
  public var tools: [Tool]
  /// When only one run was looked at.
  public var singleRun: SingleRun?
}
