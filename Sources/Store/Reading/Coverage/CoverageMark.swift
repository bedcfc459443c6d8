/// A name for what happens from here on, such as that of a test.
public struct CoverageMark: Codable, Hashable, Sendable {
  /// When it was set.
  public var at: UTCTime
  /// What it says.
  public var name: RawText

  /// Puts one together.
  public init(at: UTCTime, name: RawText) {
    (self.at, self.name) = (at, name)
  }
}
