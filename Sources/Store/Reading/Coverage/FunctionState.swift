/// What became of a function's probe.
public enum FunctionState: String, Codable, Sendable, CaseIterable {
  /// No probe has been there.
  case expected
  /// None can be put there, or none should be.
  case ineligible
  /// None has been there yet, since it would have cost too much.
  case deferred
  /// It was there, and has not fired.
  case attached
  /// It has fired.
  case hit
  /// It was taken away again.
  case retired
  /// It could not be put there.
  case failed
}
