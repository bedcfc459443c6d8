/// Where something is declared in the source.
public struct SourcePlace: Sendable, Hashable {
  /// The path as the compiler noted it: absolute where the directory of compilation is known.
  public let file: String
  /// From 1 on.
  public let line: Int
}
