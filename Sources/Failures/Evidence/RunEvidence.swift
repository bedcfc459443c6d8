/// What is known of the processes of a run that ended badly, and of those above them.
public struct RunEvidence: Sendable {
  /// The process that the run began with; 0 when it is not stored.
  public var rootID: Int64
  /// All of them, and programs that shells said they did not find; others only as far as something of
  /// these is below them.
  public var processes: [ProcessEvidence]
  /// Processes that ended badly and are not among them: there were too many.
  public var omitted: Int64

  /// Puts the evidence together.
  public init(rootID: Int64, processes: [ProcessEvidence], omitted: Int64 = 0) {
    (self.rootID, self.processes, self.omitted) = (rootID, processes, omitted)
  }
}
