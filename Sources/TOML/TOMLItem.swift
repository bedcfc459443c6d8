/// A value and the place it comes from.
public struct TOMLItem: Sendable {
  /// The value.
  public var value: TOMLValue

  /// Where the value starts.
  ///
  /// For a table or array of tables that is the header that defines it,
  /// or else the first header that passes through it; for a table made by a dotted key, the part
  /// of the key that names it.
  public var position: TOMLPosition

  /// Creates an item from a value and where it starts.
  public init(value: TOMLValue, position: TOMLPosition) {
    self.value = value
    self.position = position
  }
}
