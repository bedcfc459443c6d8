/// A document in a format that has no room for all of it.
public struct RenderedReport: Equatable, Sendable {
  /// The whole file.
  public var bytes: [UInt8]
  /// Functions in scope that are not in it, since no line of source is known for them.
  public var leftOut: Int64
}
