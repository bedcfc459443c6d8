/// A process that executed a program, as far as its container is told by it.
public struct ContainerPlace: Sendable {
  /// Its id in the database.
  public var processID: Int64
  /// That of its run.
  public var runID: Int64
  /// ns since boot.
  public var time: UInt64
  /// The kernel's number of its control group.
  public var group: UInt64
  /// The kernel side's number of its namespaces and root.
  public var namespaces: UInt64
  /// The container that it was in so far; 0: none.
  public var containerID: Int64
  /// What was noted of it, or of what it descends from; 0: nothing.
  public var role: Int32

  /// Puts a place together.
  public init(
    processID: Int64, runID: Int64, time: UInt64, group: UInt64, namespaces: UInt64,
    containerID: Int64, role: Int32
  ) {
    self.processID = processID
    self.runID = runID
    self.time = time
    self.group = group
    self.namespaces = namespaces
    self.containerID = containerID
    self.role = role
  }
}

/// What a process is from now on.
public struct ContainerChange: Sendable, Equatable {
  /// The container that it is in; 0: none that is known.
  public let containerID: Int64
  /// To be kept with it, and with what it forks.
  public let role: Int32
}
