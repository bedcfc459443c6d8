/// A key as the bytes of its UTF-8.
///
/// `String` compares by canonical equivalence, under which `é` in one code point equals `é` in
/// two. TOML does not normalize keys, so the two may stand side by side in a table.
struct KeyBytes: Hashable, Sendable {
  let bytes: [UInt8]

  init(_ key: String) {
    bytes = Array(key.utf8)
  }
}
