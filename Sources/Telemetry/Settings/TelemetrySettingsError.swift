/// Why telemetry cannot be set up as it is asked for.
public struct TelemetrySettingsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The variable or the key.
  public var name: String
  /// What is wrong and how to mend it; safe to print on a terminal.
  public var message: String

  /// The name and the message in one line.
  public var description: String { "\(name): \(message)" }
}
