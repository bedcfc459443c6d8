/// A place in a document, as an editor shows it.
public struct TOMLPosition: Sendable, Hashable {
  /// The line; the first is 1.
  public var line: Int

  /// The column, counted in Unicode scalars; the first is 1.
  public var column: Int

  /// Creates a position from a line and a column, both counted from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
