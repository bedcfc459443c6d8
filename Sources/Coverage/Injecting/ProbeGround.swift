/// Where probes are put: the code of programs, or the hooks of the kernel. Used from several threads.
public protocol ProbeGround: AnyObject, Sendable {
  /// Attaches probes, for real. Returns those that were refused, with the reason.
  func attach(_ probes: [Int]) -> [ProbeRefusal]

  /// Removes probes that have not spoken.
  func remove(_ probes: [Int])

  /// Waits for signals and hands out those that have come since the last call; none when the time is
  /// up.
  func receive(within time: Duration) -> Reception

  /// What firing has cost since the last call.
  func spending() -> Spending
}

/// A probe that could not be attached.
public struct ProbeRefusal: Sendable, Equatable {
  /// The probe's number.
  public var probe: Int
  /// Whether there can never be one, rather than only not now.
  public var isForGood: Bool
  /// Why, in words.
  public var reason: String

  /// A refusal.
  public init(probe: Int, isForGood: Bool, reason: String) {
    self.probe = probe
    self.isForGood = isForGood
    self.reason = reason
  }
}
