/// Which uses of libraries an analysis is about.
public struct LibraryFilter: Sendable, Equatable {
  /// Those in one run.
  public var runID: Int64?
  /// Those in runs of one pipeline.
  public var pipeline: String?
  /// Those in runs that had not ended at this moment, ns since 1970.
  public var since: Int64?
  /// Those in runs that had begun before this moment, ns since 1970.
  public var until: Int64?
  /// Those of libraries of one kind.
  public var kind: LibraryKind?

  /// Creates a filter that leaves nothing out.
  public init() {}

  var runs: ExecutionFilter {
    var filter = ExecutionFilter()
    (filter.runID, filter.pipeline, filter.since, filter.until) = (runID, pipeline, since, until)
    return filter
  }
}

/// What a library belongs to.
public enum LibraryKind: String, Sendable, CaseIterable {
  /// A file that the dynamic loader maps.
  case sharedObject = "shared-object"
  /// A module or package of Python.
  case python
  /// A package of R.
  case r
  /// A module of Perl.
  case perl
  /// A Java archive.
  case java
  /// A package of conda.
  case conda
}
