internal import GRDB
internal import GRDBSQLite

/// One unchanging state of a database, whoever writes to it meanwhile.
public final class StoreSnapshot {
  private let connection: SQLiteConnection
  private let queue: DatabaseQueue
  private let path: String

  /// More than SQLite's own 2 MiB: a run's processes are looked up through an index.
  private static let cacheKiB = 8 << 10

  fileprivate init(connection: SQLiteConnection, queue: DatabaseQueue, path: String) {
    self.connection = connection
    self.queue = queue
    self.path = path
  }

  /// Prepares a statement that reads; one that would write, attach a file or change a setting is
  /// refused.
  ///
  /// - Throws: ``StoreError``, with the code `.query` when the fault is the statement's.
  public func cursor(_ sql: String) throws -> RowCursor {
    try RowCursor(sql, connection: connection, queue: queue, path: path)
  }

  /// The tables and views that are there, views first: they are what is documented.
  ///
  /// - Throws: ``StoreError``.
  public func relationNames() throws -> [String] {
    try relationNames(where: "type IN ('view', 'table')")
  }

  func relationNames(where condition: String) throws -> [String] {
    let cursor = try cursor(
      "SELECT name FROM sqlite_schema WHERE \(condition) ORDER BY type DESC, name")
    var names: [String] = []
    while try cursor.step() {
      if let name = cursor.text(0) { names.append(String(decoding: name.bytes, as: UTF8.self)) }
    }
    return names
  }

  fileprivate func begin() throws {
    // A transaction begins with its first reading, not with BEGIN.
    let sql = """
      PRAGMA cache_size = -\(Self.cacheKiB); BEGIN; SELECT count(*) FROM sqlite_schema
      """
    guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else {
      throw QueryMistake(sql: "", connection: connection).error(path: path)
    }
    ReadOnlyAuthorizer.install(on: connection)
  }

  fileprivate func end() {
    ReadOnlyAuthorizer.remove(from: connection)
    sqlite3_exec(connection, "ROLLBACK", nil, nil, nil)
  }
}

extension StoreReader {
  /// Runs `body` on one unchanging state of the database. Cursors must not outlive it.
  ///
  /// - Throws: ``StoreError``; what `body` throws.
  public func withSnapshot<Result>(_ body: (StoreSnapshot) throws -> Result) throws -> Result {
    // GRDB watches statements through the authorizer that is replaced here, so the connection is
    // one of its own and is used for nothing else.
    let queue = try StoreFile.openForReading(path)
    return try queue.unsafeRead { database in
      guard let connection = database.sqliteConnection else {
        throw StoreError(code: .other, message: "\(path): has been closed")
      }
      let snapshot = StoreSnapshot(connection: connection, queue: queue, path: path)
      try snapshot.begin()
      defer { snapshot.end() }
      return try body(snapshot)
    }
  }
}
