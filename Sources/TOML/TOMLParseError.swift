/// Why a document is not valid TOML, and where.
public struct TOMLParseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where the offending text starts.
  public var position: TOMLPosition

  /// What is wrong and how to mend it.
  ///
  /// Control characters of the document are escaped, so the
  /// message is safe to print on a terminal.
  public var message: String

  /// Creates an error about the text at `position`.
  public init(position: TOMLPosition, message: String) {
    self.position = position
    self.message = message
  }

  /// The position and the message, in one line.
  public var description: String {
    "line \(position.line), column \(position.column): \(message)"
  }
}
