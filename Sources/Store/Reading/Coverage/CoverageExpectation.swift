/// Something that the pipeline was expected to do.
public struct CoverageExpectation: Codable, Equatable, Sendable {
  /// What is known of it.
  public enum State: String, Codable, Sendable {
    /// It may still come.
    case expected
    case seen
    case missing
  }

  /// `executable`, `file` or `event`.
  public var kind: String
  /// Which.
  public var name: RawText
  /// Who expects it.
  public var source: RawText
  /// What is known of it.
  public var state: State
  /// When it was first seen.
  public var firstAt: UTCTime?
  /// More about it.
  public var detail: RawText?

  enum CodingKeys: String, CodingKey {
    case kind, name, source, state
    case firstAt = "first_at"
    case detail
  }

  /// Puts one together.
  public init(kind: String, name: RawText, source: RawText, state: State) {
    (self.kind, self.name, self.source, self.state) = (kind, name, source, state)
  }
}
