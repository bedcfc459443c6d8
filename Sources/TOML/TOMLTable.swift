/// Keys with values, in the order the document declares them.
public struct TOMLTable: Sendable {
  /// The entries in declaration order; no two have the same key.
  public let entries: [TOMLEntry]

  private let index: [KeyBytes: Int]

  /// The caller guarantees that no key occurs twice and that `index` numbers the entries.
  init(entries: [TOMLEntry], index: [KeyBytes: Int]) {
    self.entries = entries
    self.index = index
  }

  /// The value of `key`, which is a single key: `table["a.b"]` looks up the quoted key `"a.b"`.
  public subscript(key: String) -> TOMLItem? {
    guard let place = index[KeyBytes(key)] else { return nil }
    return entries[place].item
  }
}
