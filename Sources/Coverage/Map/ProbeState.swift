/// What is known of one expected probe.
public enum ProbeState: String, Sendable, CaseIterable, Codable {
  /// It should be there, and nothing has been done about it yet.
  case expected
  /// There can be no probe, for a reason that is kept with it.
  case ineligible
  /// It could be attached, and is not for now, because of the budget.
  case deferred
  /// It is attached and has not spoken.
  case attached
  /// It has spoken.
  case hit
  /// It was given up although it has not spoken: others than the watched ran into it too often.
  case retired
  /// The system refused to attach it.
  case failed
}
