/// Something that a run is expected to do.
public struct ExpectationRow: Sendable, Equatable {
  /// What kind of thing it is.
  public enum Kind: String, Sendable {
    /// A program, by its name without directories.
    case executable
    /// A file that is opened: a path, or a pattern as of glob(7).
    case file
    /// What the kernel tells of: `fork`, `exit`, `exec_failed`, `signal` or `oom`.
    case event
  }

  /// What kind of thing it is.
  public var kind: Kind
  /// Which one.
  public var name: String
  /// Who expects it.
  public var source: String

  /// Puts a row together.
  public init(kind: Kind, name: String, source: String) {
    self.kind = kind
    self.name = name
    self.source = source
  }
}
