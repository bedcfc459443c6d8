/// A document in a format, which may have no room for all of it.
public struct RenderedReport: Equatable, Sendable {
  /// The whole file.
  public var bytes: [UInt8]
  /// Functions in scope that are not in it, since no line of source is known for them.
  public var leftOut: Int64

  /// A whole file that leaves out so many functions.
  public init(bytes: [UInt8], leftOut: Int64 = 0) {
    (self.bytes, self.leftOut) = (bytes, leftOut)
  }
}
