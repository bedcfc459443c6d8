/// An executable or shared object, and what one coverage saw of its functions.
public struct CoveredObject: Codable, Equatable, Sendable {
  /// What tells it from every other, hexadecimal digits.
  public var buildID: String
  /// Where it was mapped from.
  public var path: RawText
  /// `executable` or `shared_object`.
  public var kind: String
  /// Where its functions' names come from.
  public var namesFrom: [RawText]
  /// How many further names its functions have.
  public var aliases: Int64
  /// Whether lines of its source are known.
  public var hasLines: Bool
  /// Between its mapping and its probes, ms: what ran meanwhile was not seen. `nil` when they were
  /// there first.
  public var lateMilliseconds: Double?
  /// Why it could not be watched, or not all the time.
  public var error: RawText?
  /// In the order of their offsets.
  public var functions: [CoveredFunction]
  /// In the order of their names.
  public var inlinedAway: [InlinedFunction]

  enum CodingKeys: String, CodingKey {
    case buildID = "build_id"
    case path, kind
    case namesFrom = "names_from"
    case aliases
    case hasLines = "has_lines"
    case lateMilliseconds = "late_ms"
    case error, functions
    case inlinedAway = "inlined_away"
  }

  /// An object without functions.
  public init(buildID: String, path: RawText, kind: String) {
    (self.buildID, self.path, self.kind) = (buildID, path, kind)
    (namesFrom, aliases, hasLines, functions, inlinedAway) = ([], 0, false, [], [])
  }
}
