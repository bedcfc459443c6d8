/// Where an execution stands among steps.
public struct StepPlace: Sendable {
  /// The process that executed.
  public var processID: Int64
  /// Its run.
  public var runID: Int64
  /// ns since boot.
  public var time: UInt64
  /// The process has executed nothing before: what it ran so far is its parent's image.
  public var isFirst: Bool
  /// The step that it was part of so far; 0: none.
  public var stepID: Int64
  /// The note about the image that it ran so far.
  public var role: Int32

  /// Puts a place together.
  public init(
    processID: Int64, runID: Int64, time: UInt64, isFirst: Bool, stepID: Int64, role: Int32
  ) {
    self.processID = processID
    self.runID = runID
    self.time = time
    self.isFirst = isFirst
    self.stepID = stepID
    self.role = role
  }
}

/// What comes of an execution.
public struct StepChange: Sendable, Equatable {
  /// The step that the process is part of from now on; 0: none.
  public var stepID: Int64
  /// The note about its image.
  public var role: Int32
}
