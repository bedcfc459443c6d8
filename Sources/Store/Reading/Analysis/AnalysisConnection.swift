internal import GRDB
internal import GRDBSQLite

/// A connection that reads one state of the database, row by row and column by column.
///
/// An analysis looks at millions of rows and keeps a few numbers of each. GRDB makes an object of
/// each row; here SQLite is stepped by hand. The file has been checked before: whoever opens this
/// has a ``StoreReader`` of the same path.
///
/// SQLite is not told to lock the connection, so one thread at a time may use it.
final class AnalysisConnection: @unchecked Sendable {
  let handle: OpaquePointer
  let path: String
  /// As long as other readers wait for a writer, ms.
  private static let patience: Int32 = 10_000

  init(path: String) throws {
    self.path = path
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let handle else {
      sqlite3_close_v2(handle)
      throw StoreError(DatabaseError(resultCode: ResultCode(rawValue: code)), path: path)
    }
    self.handle = handle
    sqlite3_busy_timeout(handle, Self.patience)
  }

  deinit {
    sqlite3_close_v2(handle)
  }

  /// From here on the connection sees the database as it is now.
  func begin() throws {
    try execute("BEGIN")
    // The state is that of the first reading, not of BEGIN.
    _ = try firstInteger("SELECT count(*) FROM sqlite_schema WHERE rowid < 0")
  }

  /// Ends what ``begin()`` has begun.
  func end() throws {
    try execute("COMMIT")
  }

  /// A number that differs from an earlier one of this connection if and only if somebody else has
  /// changed the database in between (https://www.sqlite.org/pragma.html#pragma_data_version).
  func dataVersion() throws -> Int64? {
    try firstInteger("PRAGMA data_version")
  }

  /// The first column of the first row; `nil` when there is no row, or when it is NULL.
  func firstInteger(_ sql: String, _ arguments: Int64...) throws -> Int64? {
    let statement = try prepare(sql)
    for (index, argument) in arguments.enumerated() { statement.bind(argument, at: index) }
    return try statement.step() ? statement.optionalInteger(0) : nil
  }

  func prepare(_ sql: String) throws -> AnalysisStatement {
    try AnalysisStatement(sql, connection: self)
  }

  /// A file that no newer version has written to since lacks what an analysis goes by.
  func requireCurrentSchema() throws {
    guard try firstInteger(AnalysisSQL.hasTools) ?? 0 == 0 else { return }
    throw StoreError(
      code: .other,
      message: "\(path): written by an older version of sonde, which knew neither tools nor "
        + "libraries. 'sonde run --db \(path) -- true' brings it up to date")
  }

  private func execute(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw error() }
  }

  /// What the connection has just met.
  func error() -> StoreError {
    let code = ResultCode(rawValue: sqlite3_extended_errcode(handle))
    let message = String(cString: sqlite3_errmsg(handle))
    return StoreError(DatabaseError(resultCode: code, message: message), path: path)
  }
}
