/// All that the database holds of one coverage.
public struct StoredCoverage: Equatable, Sendable {
  /// What was watched, when, and what it took.
  public var session: CoverageSession
  /// In the order of their paths.
  public var objects: [CoveredObject]
  /// In the order of their times.
  public var marks: [CoverageMark]
  /// In the order of their turns.
  public var decisions: [CoverageDecision]
  /// In the order of their times.
  public var curve: [CoveragePoint]
  /// In the order of their kinds and names.
  public var expectations: [CoverageExpectation]
}
