/// A function that is only in others: no code of its own is left.
public struct InlinedFunction: Sendable, Equatable {
  /// The name in the source.
  public let name: String
  /// The name that the linker would know.
  public let linkageName: String
  /// Where it is declared, if that is known.
  public let place: SourcePlace?
  /// How often it was inlined into code that is there; 0 if nothing of it is left.
  public let copies: Int
}
