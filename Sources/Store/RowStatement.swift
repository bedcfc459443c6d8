internal import GRDB
internal import GRDBSQLite
internal import Processes

/// A prepared statement, bound and stepped without GRDB's conveniences: this is where the rows of
/// a storm go through, and binding values one by one to SQLite's own statement is what makes the
/// difference between one million rows a second and a sixth of that.
///
/// Text is bound where it lies (`SQLITE_STATIC`), unless it is said to be copied: it must stay there
/// until `run()` returns.
final class RowStatement {
  private let statement: Statement
  private let handle: OpaquePointer
  private var index: Int32 = 0

  init(_ database: Database, _ sql: String) throws {
    statement = try database.makeStatement(sql: sql)
    handle = statement.sqliteStatement
  }

  @inline(__always)
  func bind(_ value: Int64) {
    index += 1
    sqlite3_bind_int64(handle, index, value)
  }

  /// SQLite's integers are signed; counters of the kernel do not reach that far.
  @inline(__always)
  func bind(_ value: UInt64) {
    bind(Int64(truncatingIfNeeded: value))
  }

  @inline(__always)
  func bind(_ value: UInt32) {
    bind(Int64(value))
  }

  @inline(__always)
  func bind(_ value: Bool) {
    bind(value ? Int64(1) : 0)
  }

  @inline(__always)
  func bindNull(_ count: Int = 1) {
    // Bindings keep their values from row to row, so what is absent must be said.
    for _ in 0..<count {
      index += 1
      sqlite3_bind_null(handle, index)
    }
  }

  /// Ids begin at 1; 0 stands for none.
  func bind(idOrNull id: Int64) {
    if id == 0 { bindNull() } else { bind(id) }
  }

  func bind(_ value: Double?) {
    guard let value else { return bindNull() }
    index += 1
    sqlite3_bind_double(handle, index, value)
  }

  /// Text when it is valid UTF-8; otherwise the bytes as they are, as a blob.
  func bind(text: UnsafeRawBufferPointer) {
    bind(text, keeping: nil)
  }

  /// The same, of what will not stay where it is.
  func bind(copying text: UnsafeRawBufferPointer) {
    bind(text, keeping: Self.copy)
  }

  private static let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)  // SQLITE_TRANSIENT

  private func bind(_ text: UnsafeRawBufferPointer, keeping: sqlite3_destructor_type?) {
    guard let base = text.baseAddress else { return bind(ascii: "") }
    index += 1
    if UTF8Sequence.isValid(text) {
      let characters = base.assumingMemoryBound(to: CChar.self)
      sqlite3_bind_text(handle, index, characters, Int32(text.count), keeping)
    } else {
      sqlite3_bind_blob(handle, index, base, Int32(text.count), keeping)
    }
  }

  func bind(ascii text: StaticString) {
    index += 1
    text.utf8Start.withMemoryRebound(to: CChar.self, capacity: text.utf8CodeUnitCount) {
      _ = sqlite3_bind_text(handle, index, $0, Int32(text.utf8CodeUnitCount), nil)
    }
  }

  /// The name of an error number; null for 0.
  func bind(errorNumber number: Int32) {
    if number == 0 {
      bindNull()
    } else if let name = ErrorName.known(number) {
      bind(ascii: name)
    } else {
      bind(ErrorName.of(number))
    }
  }

  /// For rare rows: SQLite takes a copy.
  func bind(_ text: String?) {
    guard var text else { return bindNull() }
    index += 1
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text(handle, index, $0.baseAddress, Int32($0.count), Self.copy)
      }
    }
  }

  /// The first column of the first row; `nil` when there is none.
  func fetchInteger() throws -> Int64? {
    let code = sqlite3_step(handle)
    let value = code == SQLITE_ROW ? sqlite3_column_int64(handle, 0) : nil
    sqlite3_reset(handle)
    index = 0
    if code != SQLITE_ROW { try check(code) }
    return value
  }

  /// The bytes of the first column of the first row, text or blob; `nil` when there is none.
  func fetchBytes() throws -> [UInt8]? {
    let code = sqlite3_step(handle)
    defer {
      sqlite3_reset(handle)
      index = 0
    }
    guard code == SQLITE_ROW else {
      try check(code)
      return nil
    }
    let size = Int(sqlite3_column_bytes(handle, 0))
    return Array(UnsafeRawBufferPointer(start: sqlite3_column_blob(handle, 0), count: size))
  }

  /// Of the row that this statement has just inserted.
  var lastInsertedID: Int64 { sqlite3_last_insert_rowid(sqlite3_db_handle(handle)) }

  /// Whether `run()` has just changed a row.
  var hasChanged: Bool { sqlite3_changes(sqlite3_db_handle(handle)) > 0 }

  func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    index = 0
    try check(code)
  }

  private func check(_ code: Int32) throws {
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
    }
  }
}
