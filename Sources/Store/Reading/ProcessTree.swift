/// The processes of a run by descent, cut to a number of lines.
public struct ProcessTree: Sendable {
  /// The root of the run, and processes whose parent is not known.
  public var roots: [ProcessNode]
  /// Children of nobody that are not shown.
  public var more: [OmittedProcesses]
  /// Processes of the run that come after those that were read for the tree.
  public var unread: Int64
}

/// A process and those it has forked.
public struct ProcessNode: Sendable {
  /// The process.
  public var process: ProcessBrief
  /// Its children, as many as are shown, in the order of their beginning.
  public var children: [ProcessNode]
  /// Its children that are not shown.
  public var more: [OmittedProcesses]
}

/// Siblings that are not shown.
public struct OmittedProcesses: Sendable, Equatable {
  /// Their name; `nil` when they have several.
  public var name: RawText?
  /// How many.
  public var count: Int64
  /// How many descendants they have.
  public var descendants: Int64
}
