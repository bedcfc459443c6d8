/// An array of `[[tables]]` while the document is being read.
final class TableArrayNode {
  let position: TOMLPosition
  private(set) var elements: [TableNode]

  /// The table that headers below the array's name add to.
  private(set) var last: TableNode

  init(first: TableNode) {
    position = first.position
    elements = [first]
    last = first
  }

  func append(_ node: TableNode) {
    elements.append(node)
    last = node
  }
}
