/// A key of a table with its value.
public struct TOMLEntry: Sendable {
  /// The key: one part of a dotted key, without its quotes.
  public var key: String

  /// Where the key was first written.
  public var keyPosition: TOMLPosition

  /// The value, and where it starts.
  public var item: TOMLItem

  /// Creates an entry from a key, where the key is, and its value.
  public init(key: String, keyPosition: TOMLPosition, item: TOMLItem) {
    self.key = key
    self.keyPosition = keyPosition
    self.item = item
  }
}
