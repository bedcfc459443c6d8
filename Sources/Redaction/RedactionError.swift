/// A pattern that is not a POSIX extended regular expression.
public struct RedactionError: Error, CustomStringConvertible, Equatable, Sendable {
  /// The pattern as it was given.
  public let pattern: String
  /// What the C library says is wrong with it.
  public let reason: String

  /// Names a pattern and what is wrong with it.
  public init(pattern: String, reason: String) {
    self.pattern = pattern
    self.reason = reason
  }

  /// The pattern and the reason in one line.
  public var description: String {
    "redaction pattern '\(pattern)': \(reason)"
  }
}
