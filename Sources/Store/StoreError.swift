/// Why a database cannot be used. The message names the file, the trouble and the mend.
public struct StoreError: Error, CustomStringConvertible, Sendable {
  /// What kind of trouble it is.
  public enum Code: Sendable {
    /// The file or its directory cannot be read or written.
    case unreachable
    /// The file is not a database, or a damaged one.
    case corrupt
    /// A database of another program.
    case foreign
    /// Written by a newer version.
    case newer
    /// Somebody else has held the database for too long.
    case locked
    /// No room is left on the file system.
    case full
    /// The SQL is wrong, or would write.
    case query
    case other
  }

  /// What kind of trouble it is.
  public let code: Code
  /// The file, the trouble and the mend.
  public let message: String

  /// The message.
  public var description: String { message }

  /// Puts an error together.
  public init(code: Code, message: String) {
    self.code = code
    self.message = message
  }
}
