internal import GRDB
internal import GRDBSQLite

/// The rows of one statement, one at a time: values are handed out where SQLite has them, nothing
/// is copied and nothing allocated.
///
/// A cursor is used within the access to the database that it was made in.
public final class RowCursor {
  private let handle: OpaquePointer
  private let connection: SQLiteConnection
  private let path: String
  /// Keeps the connection open.
  private let queue: DatabaseQueue

  /// The columns' names as the statement gives them; two may be alike.
  public let columnNames: [String]

  /// Prepares a statement without GRDB, which knows nothing of where in a statement a mistake is.
  init(_ sql: String, connection: SQLiteConnection, queue: DatabaseQueue, path: String) throws {
    self.connection = connection
    self.queue = queue
    self.path = path
    let mistake = QueryMistake(sql: sql, connection: connection)
    guard !sql.utf8.contains(0) else {
      throw StoreError(query: "the statement has a NUL character")
    }
    var handle: OpaquePointer?
    let rest = try sql.withCString { start in
      var tail: UnsafePointer<CChar>?
      guard sqlite3_prepare_v2(connection, start, -1, &handle, &tail) == SQLITE_OK else {
        throw mistake.error(path: path)
      }
      return tail.map { String(cString: $0) } ?? ""
    }
    guard let handle else { throw StoreError(query: "there is no statement; write a SELECT") }
    guard !mistake.isStatement(rest) else {
      sqlite3_finalize(handle)
      throw StoreError(query: "only one statement at a time can be run")
    }
    guard sqlite3_stmt_readonly(handle) != 0 else {
      sqlite3_finalize(handle)
      throw StoreError(query: QueryMistake.onlyReading)
    }
    self.handle = handle
    columnNames = (0..<sqlite3_column_count(handle)).map {
      sqlite3_column_name(handle, $0).map { String(cString: $0) } ?? ""
    }
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// What the schema declares for the table's column that a column of the result is; `nil` for one
  /// that is computed.
  public func declaredType(_ column: Int) -> String? {
    sqlite3_column_decltype(handle, Int32(column)).map { String(cString: $0) }
  }

  /// Goes to the next row; false when there is none.
  ///
  /// - Throws: ``StoreError``.
  public func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw QueryMistake(sql: "", connection: connection).error(path: path)
    }
  }

  /// Begins anew, with a number for the parameter of this position, the first being 1.
  public func restart(_ parameters: Int64...) {
    sqlite3_reset(handle)
    bind(parameters)
  }

  /// Gives the parameters of a statement that has not begun their numbers.
  func bind(_ parameters: [Int64]) {
    for (index, value) in parameters.enumerated() {
      sqlite3_bind_int64(handle, Int32(index + 1), value)
    }
  }

  /// Whether a value is NULL.
  public func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  /// A value of the row that the cursor is at.
  public func value(_ column: Int) -> StoredValue {
    let column = Int32(truncatingIfNeeded: column)
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
    case SQLITE_TEXT:
      // The text first: asking for it may change how many bytes there are.
      let start = sqlite3_column_text(handle, column)
      let size = Int(sqlite3_column_bytes(handle, column))
      return .text(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : size))
    case SQLITE_BLOB:
      let start = sqlite3_column_blob(handle, column)
      let size = Int(sqlite3_column_bytes(handle, column))
      return .blob(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : size))
    default: return .null
    }
  }

  /// An integer; `nil` for NULL and for what is none.
  public func integer(_ column: Int) -> Int64? {
    if case .integer(let value) = value(column) { value } else { nil }
  }

  /// A number; `nil` for NULL and for what is none.
  public func real(_ column: Int) -> Double? {
    switch value(column) {
    case .integer(let value): Double(value)
    case .real(let value): value
    default: nil
    }
  }

  /// A copy of a text; `nil` for NULL and for what is none.
  public func text(_ column: Int) -> RawText? {
    switch value(column) {
    case .text(let bytes), .blob(let bytes): RawText(Array(bytes))
    default: nil
    }
  }
}
