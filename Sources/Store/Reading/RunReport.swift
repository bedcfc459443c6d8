/// All that is told about one run, read in one moment.
public struct RunReport: Sendable {
  /// The run itself.
  public var run: RunRecord
  /// The process that the run began with; `nil` when it is not stored.
  public var root: ProcessBrief?
  /// Sums over all its processes.
  public var totals: RunTotals
  /// The processes that took longest, the root apart, the longest first.
  public var slowest: [ProcessBrief]
  /// The processes with the highest peak memory, the largest first.
  public var largest: [ProcessBrief]
  /// What each program used, by CPU time.
  public var tools: [ToolUse]
  /// The steps of the workflow, in the order of their beginning.
  public var steps: Bounded<StepBrief>
  /// The containers and other places that its processes were in.
  public var containers: Bounded<ContainerBrief>
  /// Where the time of its processes went; `nil` when nothing is known of it.
  public var times: RunTimes?
  /// Which of its processes failed, and why as far as that is known.
  public var failures: RunFailureReport
  /// How processes ended, other than with exit status 0: the root first, then the most telling.
  public var endings: Bounded<EndingGroup>
  /// Programs that could not be executed.
  public var failedExecutions: Bounded<FailedExecutionGroup>
  /// Records of this run that were lost, by kind.
  public var losses: [LossCount]
  /// Records lost while the run lasted that cannot be said to be of any one run.
  public var unattributedLosses: [LossCount]
  /// The hooks that the recording had, by name.
  public var hooks: [HookRow]
  /// The tree of processes, when it was asked for.
  public var tree: ProcessTree?
  /// The names of signals.
  public var signals: SignalNames

  /// The hooks that were not heard: what they would have told is missing.
  public var unheardHooks: [HookRow] {
    hooks.filter { ["unsupported", "loadable", "silent"].contains($0.state) }
  }

  /// How much is told.
  public struct Options: Sendable {
    /// How many of the slowest and of the largest processes.
    public var top = 5
    /// How many groups of endings, and of failed executions.
    public var groups = 40
    /// How many steps.
    public var steps = 40
    /// How many containers.
    public var containers = 40
    /// How many failures.
    public var failures = 100
    /// How many lines of the tree of processes; `nil`: no tree.
    public var treeLines: Int?

    /// Creates the usual choice: no tree.
    public init() {}
  }
}

/// A list that was cut at a limit.
public struct Bounded<Element: Sendable>: Sendable {
  /// The first ones.
  public var elements: [Element]
  /// How many more there are.
  public var omitted: Int64
}

/// How many records of one kind were lost.
public struct LossCount: Codable, Sendable, Equatable {
  /// What they would have told of.
  public var kind: String
  /// How many.
  public var count: Int64

  /// So many of a kind.
  public init(kind: String, count: Int64) {
    (self.kind, self.count) = (kind, count)
  }
}
