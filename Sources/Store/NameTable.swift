internal import GRDB
internal import GRDBSQLite

/// A table of names that many rows share, each with the id that stands for it. The ids of those
/// used lately are kept here, found by 128 bits of hash rather than by the names themselves.
///
/// A batch that fails may take ids with it: ``forget()`` must follow.
final class NameTable {
  private let select: RowStatement
  private let insert: RowStatement
  private var ids: [NameHash: Int64] = [:]

  /// Some 3 MB when it is full.
  private static let limit = 65_536

  init(_ database: Database, table: String, column: String) throws {
    select = try RowStatement(database, "SELECT id FROM \(table) WHERE \(column) = ?")
    insert = try RowStatement(database, "INSERT INTO \(table) (\(column)) VALUES (?)")
  }

  /// The id of a name; a new one when it has none.
  func id(of name: UnsafeRawBufferPointer) throws -> Int64 {
    let hash = NameHash(name)
    if let id = ids[hash] { return id }
    select.bind(text: name)
    var id = try select.fetchInteger()
    if id == nil {
      insert.bind(text: name)
      try insert.run()
      id = insert.lastInsertedID
    }
    if ids.count >= Self.limit { forget() }
    ids[hash] = id
    return id ?? 0
  }

  func forget() {
    ids.removeAll(keepingCapacity: true)
  }
}

/// Two independent sums of the same bytes, eight at a time.
private struct NameHash: Hashable {
  private var first: UInt64 = 0x9e37_79b9_7f4a_7c15
  private var second: UInt64

  init(_ bytes: UnsafeRawBufferPointer) {
    second = UInt64(bytes.count)
    var at = 0
    while at + 8 <= bytes.count {
      add(bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    var rest: UInt64 = 0
    while at < bytes.count {
      rest = rest << 8 | UInt64(bytes[at])
      at += 1
    }
    add(rest)
  }

  @inline(__always)
  private mutating func add(_ word: UInt64) {
    first = (first ^ word) &* 0xbf58_476d_1ce4_e5b9
    first ^= first >> 29
    second = (second &+ word) &* 0x94d0_49bb_1331_11eb
    second ^= second >> 31
  }

  func _rawHashValue(seed: Int) -> Int {
    Int(truncatingIfNeeded: first ^ UInt64(bitPattern: Int64(seed)))
  }
}
