/// Why a file cannot be written.
public struct ParquetError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, where, and how to mend it.
  public var message: String

  /// Creates an error.
  public init(_ message: String) {
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
