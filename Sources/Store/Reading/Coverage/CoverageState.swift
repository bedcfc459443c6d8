/// How a coverage ended.
public enum CoverageState: String, Codable, Sendable, CaseIterable {
  /// It has not.
  case running
  /// All that could be seen was seen.
  case covered
  /// The program ended.
  case ended
  /// Its time was over.
  case timeout
  /// Its budget was spent.
  case budget
  /// Somebody stopped it, or whoever recorded it died.
  case interrupted
  /// It could not go on.
  case failed
  /// It is made of several.
  case merged
}
