extension Settings {
  /// Which processes the agent follows, with their descendants.
  public struct Filters: Sendable, Equatable {
    /// Names of users; `nil`: every user.
    public var users: [String]?

    /// Pipelines in the order of their declaration; `nil`: every program, in no pipeline.
    ///
    /// An executable may be listed in several.
    public var executables: [Pipeline]?

    /// The pipeline that a process running `executable` starts: the first one declared that
    /// lists it.
    public func pipeline(startedBy executable: String) -> Pipeline? {
      executables?.first { $0.executables.contains(executable) }
    }
  }

  /// Executables that are reported together under a name.
  public struct Pipeline: Sendable, Equatable {
    /// The name, which is not empty and has no `/`.
    public var name: String
    /// Names of executables without directories; at least one.
    public var executables: [String]

    /// Creates a pipeline from its name and its executables.
    public init(name: String, executables: [String]) {
      self.name = name
      self.executables = executables
    }
  }
}
