/// What may be chosen of a crate.
public struct CrateChoices: Sendable {
  /// The licence: an address, or a name. The evidence has none.
  public var license: String?
  /// Whether files that are as the run left them are read, for their SHA-256.
  public var hasHashes = false
  /// Whether what belongs to the system and to installed software counts as input too.
  public var hasSystemFiles = false
  /// How many executions are told at most; of files, ten times as many.
  public var limit = CrateChoices.usualLimit

  /// More than people look at, and what programs still read in one piece.
  public static let usualLimit = 10_000

  /// What is chosen when nobody chooses.
  public init() {}
}
