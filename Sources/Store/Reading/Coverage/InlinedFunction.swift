/// A function of which nothing is left but copies inside of others: no probe can see it.
public struct InlinedFunction: Codable, Equatable, Sendable {
  /// As people read it.
  public var name: RawText
  /// As the linker would have it.
  public var linkageName: RawText
  /// Its source file.
  public var file: RawText?
  /// The line where it begins, from 1.
  public var line: Int64?
  /// How many copies there are.
  public var copies: Int64

  enum CodingKeys: String, CodingKey {
    case name
    case linkageName = "linkage_name"
    case file, line, copies
  }

  /// Puts one together.
  public init(
    name: RawText, linkageName: RawText, file: RawText?, line: Int64?, copies: Int64
  ) {
    (self.name, self.linkageName, self.file, self.line) = (name, linkageName, file, line)
    self.copies = copies
  }
}
