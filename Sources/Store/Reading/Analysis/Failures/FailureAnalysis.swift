/// What failed in many runs.
public struct FailureAnalysis: Sendable {
  /// Failures of one program that have the same reason.
  public struct Group: Sendable, Equatable {
    /// The program.
    public var tool: String
    /// ``StoredFailure/kind``.
    public var kind: String
    /// The error of the call that says most.
    public var callError: String?
    /// First causes of this kind.
    public var causes: Int64 = 0
    /// Of these, those that were covered up.
    public var hidden: Int64 = 0
    /// The run of the last one.
    public var lastRun: Int64
  }

  /// Runs that were looked at.
  public var runs: Int64 = 0
  /// Of these, those with a failure.
  public var runsWithFailures: Int64 = 0
  /// Of the runs, those whose records are incomplete: there may be more.
  public var incompleteRuns: Int64 = 0
  /// Sums over them.
  public var account = FailureAccount(
    failures: 0, causes: 0, hidden: 0, excused: 0, omitted: 0)
  /// Causes that are alike, the most frequent first.
  public var groups: [Group] = []
  /// First causes: the newest run first, in each those that were covered up first.
  public var causes = Bounded<StoredFailure>(elements: [], omitted: 0)
}
