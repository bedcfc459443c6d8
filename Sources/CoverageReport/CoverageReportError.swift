/// Why a document of coverage cannot be used. The message names the file, the place in it and the
/// mend.
public struct CoverageReportError: Error, CustomStringConvertible, Equatable, Sendable {
  /// The file, the place and the mend.
  public let message: String

  /// The message.
  public var description: String { message }

  /// Puts an error together.
  public init(_ message: String) {
    self.message = message
  }
}
