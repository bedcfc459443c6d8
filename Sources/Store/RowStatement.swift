internal import GRDB
internal import GRDBSQLite

/// A prepared statement, bound and stepped without GRDB's conveniences: this is where the rows of
/// a storm go through, and binding values one by one to SQLite's own statement is what makes the
/// difference between one million rows a second and a sixth of that.
///
/// Text is bound where it lies (`SQLITE_STATIC`): it must stay there until `run()` returns.
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

  func bind(_ value: Double?) {
    guard let value else { return bindNull() }
    index += 1
    sqlite3_bind_double(handle, index, value)
  }

  /// Text when it is valid UTF-8; otherwise the bytes as they are, as a blob.
  func bind(text: UnsafeRawBufferPointer) {
    guard let base = text.baseAddress else { return bind(ascii: "") }
    index += 1
    if UTF8Sequence.isValid(text) {
      let characters = base.assumingMemoryBound(to: CChar.self)
      sqlite3_bind_text(handle, index, characters, Int32(text.count), nil)
    } else {
      sqlite3_bind_blob(handle, index, base, Int32(text.count), nil)
    }
  }

  func bind(ascii text: StaticString) {
    index += 1
    text.utf8Start.withMemoryRebound(to: CChar.self, capacity: text.utf8CodeUnitCount) {
      _ = sqlite3_bind_text(handle, index, $0, Int32(text.utf8CodeUnitCount), nil)
    }
  }

  /// For rare rows: SQLite takes a copy.
  func bind(_ text: String?) {
    guard var text else { return bindNull() }
    index += 1
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)  // SQLITE_TRANSIENT
        _ = sqlite3_bind_text(handle, index, $0.baseAddress, Int32($0.count), copy)
      }
    }
  }

  func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    index = 0
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
    }
  }
}
