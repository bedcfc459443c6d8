/// Which processes an analysis is about.
public struct ExecutionFilter: Sendable, Equatable {
  /// Those of one run.
  public var runID: Int64?
  /// Those of runs of one pipeline.
  public var pipeline: String?
  /// Those of users with these ids.
  public var users: Set<Int64>?
  /// Those that were started at this moment or later, ns since 1970.
  public var since: Int64?
  /// Those that were started before this moment, ns since 1970.
  public var until: Int64?

  /// Creates a filter that leaves nothing out.
  public init() {}
}
