/// All that is wrong with the choices made.
public struct SettingsErrors: Error, Sendable, Hashable, CustomStringConvertible {
  /// At least one error, in the order of the file and then of the variables' names.
  public var errors: [SettingsError]

  /// Creates an error from others.
  public init(errors: [SettingsError]) {
    self.errors = errors
  }

  /// The errors, one a line.
  public var description: String {
    errors.map(\.description).joined(separator: "\n")
  }
}
