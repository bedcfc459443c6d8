internal import GRDB
internal import GRDBSQLite

extension StoreReader {
  /// Runs one statement that reads, and hands out its rows one by one: none is kept.
  ///
  /// - Parameters:
  ///   - sql: A single statement. One that would write, attach a file or change a setting is
  ///     refused before it runs.
  ///   - columns: Called once, before the first row, with the columns' names.
  ///   - row: Called for each row, with as many values as there are columns.
  /// - Throws: ``StoreError``, with the code `.query` when the fault is the statement's; what the
  ///   closures throw.
  public func query(
    _ sql: String, columns: ([String]) throws -> Void, row: ([QueryValue]) throws -> Void
  ) throws {
    // GRDB watches statements through the authorizer that is replaced here, so the connection is
    // one of its own and is used for nothing else.
    let queue = try StoreFile.openForReading(path)
    try queue.unsafeRead { database in
      guard let connection = database.sqliteConnection else { return }
      ReadOnlyAuthorizer.install(on: connection)
      defer { ReadOnlyAuthorizer.remove(from: connection) }
      let statement = try QueryStatement(sql, connection: connection, path: path)
      try columns(statement.columnNames)
      while try statement.step() {
        try row(statement.values)
      }
    }
  }
}

/// A statement of a user's, prepared without GRDB, which knows nothing of where in a statement a
/// mistake is.
private final class QueryStatement {
  private let handle: OpaquePointer
  private let connection: SQLiteConnection
  private let path: String
  let columnNames: [String]
  private(set) var values: [QueryValue]

  init(_ sql: String, connection: SQLiteConnection, path: String) throws {
    self.connection = connection
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
    let count = sqlite3_column_count(handle)
    columnNames = (0..<count).map {
      sqlite3_column_name(handle, $0).map { String(cString: $0) } ?? ""
    }
    values = Array(repeating: .null, count: Int(count))
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// Goes to the next row; false when there is none.
  func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW:
      for index in values.indices { values[index] = value(Int32(index)) }
      return true
    case SQLITE_DONE:
      return false
    default:
      throw QueryMistake(sql: "", connection: connection).error(path: path)
    }
  }

  private func value(_ column: Int32) -> QueryValue {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
    case SQLITE_TEXT:
      .text(RawText(bytes(UnsafeRawPointer(sqlite3_column_text(handle, column)), of: column)))
    case SQLITE_BLOB: .blob(bytes(sqlite3_column_blob(handle, column), of: column))
    default: .null
    }
  }

  private func bytes(_ start: UnsafeRawPointer?, of column: Int32) -> [UInt8] {
    guard let start else { return [] }
    let size = Int(sqlite3_column_bytes(handle, column))
    return Array(UnsafeRawBufferPointer(start: start, count: size))
  }
}

extension StoreError {
  init(query message: String) {
    self.init(code: .query, message: message)
  }
}
