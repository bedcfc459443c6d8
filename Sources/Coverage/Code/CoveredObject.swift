public import Symbols

/// An object whose functions are in the map.
public struct CoveredObject: Sendable {
  /// Its number in the map.
  public let number: Int
  /// The file.
  public let target: CodeTarget
  /// The probes of its functions, in the order of `image.functions`.
  public let probes: Range<Int>
  /// When it was mapped before its probes were there and nobody was stopped for them: for how long
  /// its functions could run unseen, ns.
  public internal(set) var late: UInt64?
  /// What is wrong with it.
  public internal(set) var error: String?

  /// What it is.
  public var image: ObjectImage { target.image }
}
