/// How lines of the log are written.
public enum LogFormat: String, Sendable, CaseIterable {
  /// For people.
  case text
  /// For machines: an object of JSON a line.
  case json
}
