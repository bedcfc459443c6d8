// Who may define what, once (https://toml.io/en/v1.0.0#table):
//
// 1. A key is set once, and a value that was written out (inline tables and arrays included) is
//    complete where it ends.
// 2. `[a.b]` defines `b` once. On the way it makes `a` if need be, or goes through it: through
//    the last element of an array of tables, but not into any other value.
// 3. `[[a.b]]` makes `b` or adds an element to it. It cannot turn a table or a written array
//    into an array of tables.
// 4. `a.b = 1` makes `a`, defines it if a header only implied it, or adds to it if another dotted
//    key made it. It cannot reach into a table that has a header of its own. Nor can it reach a
//    dotted table of another section: that lies below a table with a header.
extension TableNode {
  /// Sets `path`, a dotted key read in this table, to `item`.
  func assign(_ path: [Key], _ item: TOMLItem) throws(TOMLParseError) {
    guard let last = path.last else { return }
    var node = self
    for (depth, key) in path.dropLast().enumerated() {
      node = try node.dottedTable(key, path[...depth])
    }
    if let existing = node.entry(for: last) {
      throw last.conflict(path[...], existing, "is already set", "keep one of the two")
    }
    node.append(last, .value(item))
  }

  /// The table that `[path]`, read in the document's root, defines.
  func openTable(_ path: [Key], at position: TOMLPosition) throws(TOMLParseError) -> TableNode {
    guard let last = path.last else { return self }
    let parent = try headerParent(path, at: position)
    guard let existing = parent.entry(for: last) else {
      let node = TableNode(origin: .header, position: position)
      parent.append(last, .table(node))
      return node
    }
    switch existing.slot {
    case .table(let node) where node.origin == .implied:
      node.origin = .header
      node.position = position
      return node
    case .table:
      throw last.conflict(
        path[...], existing, "is already defined", "join the two into one table")
    case .tableArray:
      throw last.conflict(
        path[...], existing, "is already an array of tables", "write [[…]] to add to it")
    case .value:
      throw last.conflict(path[...], existing, "is already set", "rename or remove one of the two")
    }
  }

  /// The new last element of the array of tables that `[[path]]`, read in the root, names.
  func appendTable(_ path: [Key], at position: TOMLPosition) throws(TOMLParseError) -> TableNode {
    guard let last = path.last else { return self }
    let parent = try headerParent(path, at: position)
    let node = TableNode(origin: .header, position: position)
    guard let existing = parent.entry(for: last) else {
      parent.append(last, .tableArray(TableArrayNode(first: node)))
      return node
    }
    switch existing.slot {
    case .tableArray(let array):
      array.append(node)
      return node
    case .table:
      throw last.conflict(
        path[...], existing, "is already a table", "write [[…]] in both places, or rename one")
    case .value:
      throw last.conflict(path[...], existing, "is already set", "rename or remove one of the two")
    }
  }

  /// The table above the last part of a header.
  private func headerParent(
    _ path: [Key], at position: TOMLPosition
  ) throws(TOMLParseError) -> TableNode {
    var node = self
    for (depth, key) in path.dropLast().enumerated() {
      guard let existing = node.entry(for: key) else {
        let next = TableNode(origin: .implied, position: position)
        node.append(key, .table(next))
        node = next
        continue
      }
      switch existing.slot {
      case .table(let next): node = next
      case .tableArray(let array): node = array.last
      case .value(let item):
        throw key.blocked(path[...depth], existing, by: item.value)
      }
    }
    return node
  }

  /// The table that `key` names as one part, but the last, of the dotted key `path`.
  private func dottedTable(
    _ key: Key, _ path: ArraySlice<Key>
  ) throws(TOMLParseError) -> TableNode {
    guard let existing = entry(for: key) else {
      let node = TableNode(origin: .dotted, position: key.position)
      append(key, .table(node))
      return node
    }
    switch existing.slot {
    case .table(let node) where node.origin != .header:
      if node.origin == .implied {
        node.origin = .dotted
        node.position = key.position
      }
      return node
    case .table, .tableArray:
      throw key.conflict(
        path, existing, "already has a header", "add the key under that header")
    case .value(let item):
      throw key.blocked(path, existing, by: item.value)
    }
  }
}

extension Key {
  /// An error at this part of `path`, which `existing` stands in the way of.
  fileprivate func conflict(
    _ path: ArraySlice<Key>, _ existing: TableNode.Entry, _ problem: String, _ mend: String
  ) -> TOMLParseError {
    let name = MessageText.key(path.map(\.text))
    let line = existing.position.line
    return TOMLParseError(
      position: position, message: "\(name) \(problem) on line \(line); \(mend)")
  }

  /// An error at this part of `path`, which goes through `value`: one that is no table, or that
  /// is complete as written.
  fileprivate func blocked(
    _ path: ArraySlice<Key>, _ existing: TableNode.Entry, by value: TOMLValue
  ) -> TOMLParseError {
    switch value {
    case .table: conflict(path, existing, "is complete as the inline table", "add to it there")
    case .array: conflict(path, existing, "is complete as the array", "add to it there")
    default: conflict(path, existing, "is not a table but the value", "rename one of the two")
    }
  }
}

extension TableNode.Entry {
  /// Where the reader finds what this entry holds.
  fileprivate var position: TOMLPosition {
    switch slot {
    case .value: key.position
    case .table(let node): node.position
    case .tableArray(let array): array.position
    }
  }
}
