/// A table while the document is being read.
///
/// TOML lets a table grow from several places, so tables under construction are shared
/// references; `frozen` makes a value of them at the end.
final class TableNode {
  /// How a table came to be, which decides who may still add to it.
  enum Origin {
    /// Named on the way by a header, as `a` in `[a.b]`. A header or a dotted key may define it.
    case implied
    /// Defined by a header of its own. Complete: only sub-tables may be added by other headers.
    case header
    /// Made by a dotted key. Other dotted keys of the same section may add to it.
    case dotted
  }

  /// What a key holds.
  enum Slot {
    /// A finished value. An inline table or a written array is one: nothing may be added to it.
    case value(TOMLItem)
    case table(TableNode)
    case tableArray(TableArrayNode)
  }

  struct Entry {
    let key: Key
    var slot: Slot
  }

  var origin: Origin
  var position: TOMLPosition
  private var entries: [Entry] = []
  private var index: [KeyBytes: Int] = [:]

  init(origin: Origin, position: TOMLPosition) {
    self.origin = origin
    self.position = position
  }

  func entry(for key: Key) -> Entry? {
    index[KeyBytes(key.text)].map { entries[$0] }
  }

  /// Adds a key that the table does not have yet.
  func append(_ key: Key, _ slot: Slot) {
    index[KeyBytes(key.text)] = entries.count
    entries.append(Entry(key: key, slot: slot))
  }

  /// The finished table, made by one recursion per level, which the parser bounds.
  func frozen() -> TOMLTable {
    let finished = entries.map { entry in
      TOMLEntry(
        key: entry.key.text, keyPosition: entry.key.position, item: Self.frozen(entry.slot))
    }
    return TOMLTable(entries: finished, index: index)
  }

  private static func frozen(_ slot: Slot) -> TOMLItem {
    switch slot {
    case .value(let item):
      return item
    case .table(let node):
      return TOMLItem(value: .table(node.frozen()), position: node.position)
    case .tableArray(let array):
      let items = array.elements.map { node in
        TOMLItem(value: .table(node.frozen()), position: node.position)
      }
      return TOMLItem(value: .array(items), position: array.position)
    }
  }
}
