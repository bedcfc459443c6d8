internal import Events
internal import GRDB
internal import Processes

/// The one writer of a database: rows of one session, in batches.
///
/// Not for several threads. Everything is written inside ``batch(_:)``: one transaction, begun
/// with the write lock in hand, so that it cannot fail half-way for being busy.
public final class RecordWriter {
  /// The database file.
  public let path: String
  let queue: DatabaseQueue
  private var statements: RowStatements?
  var encoder = TextEncoder()
  /// Whether bytes of files are counted: what is not must not be stored as 0.
  public var countsFileBytes = true
  /// Rows of files that wait for enough others to be written with.
  var pendingFiles: [FileRow] = []
  var libraryIDs: [LibraryRow: Int64] = [:]
  /// Processes that used a library since the last time that this was stored.
  var libraryUses: [LibraryUse: Int64] = [:]
  /// Rows that have been inserted, changed or removed so far.
  public private(set) var rowsWritten: Int64 = 0
  /// Set at the beginning of each batch: ns to add to a time since boot to get one since 1970.
  public var bootOffset: Int64 = 0
  /// The session that rows belong to; 0 before it has begun.
  public internal(set) var sessionID: Int64 = 0

  /// Opens or creates the database.
  ///
  /// - Throws: ``StoreError``.
  public init(path: String) throws {
    self.path = path
    queue = try StoreFile.openForWriting(path)
  }

  /// Runs `body` in one transaction and commits. On an error nothing of the batch is stored.
  ///
  /// - Throws: ``StoreError``.
  public func batch<Result>(_ body: (RecordWriter) throws -> Result) throws -> Result {
    do {
      var result: Result?
      try queue.writeWithoutTransaction { database in
        if statements == nil { statements = try RowStatements(database) }
        try database.inTransaction(.immediate) {
          result = try body(self)
          try writePendingFiles()
          return .commit
        }
        rowsWritten = Int64(database.totalChangesCount)
      }
      guard let result else { throw StoreError(code: .other, message: "\(path): rolled back") }
      return result
    } catch {
      // Ids that the batch made are gone with it.
      statements?.paths.forget()
      statements?.tools.forget()
      pendingFiles.removeAll()
      libraryIDs.removeAll()
      libraryUses.removeAll()
      throw StoreError(error, path: path)
    }
  }

  /// Inside a batch: the prepared statements.
  func prepared() throws -> RowStatements {
    guard let statements else {
      throw StoreError(code: .other, message: "\(path): a row was written outside of a batch")
    }
    return statements
  }

  /// Empties the write-ahead log into the database and closes it, so that the file stands alone.
  /// Nothing can be written afterwards.
  public func close() {
    statements = nil
    _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    try? queue.close()
  }

  /// UTC in ns since 1970 of a time since boot.
  func utc(_ boot: UInt64) -> Int64 {
    Int64(truncatingIfNeeded: boot) &+ bootOffset
  }
}

/// The statements of the hot path, prepared once.
final class RowStatements {
  let process: RowStatement
  let processTime: RowStatement
  let execution: RowStatement
  let sample: RowStatement
  let file: RowStatement
  let files: RowStatement
  let fileChange: RowStatement
  let processLibrary: RowStatement
  let pathByID: RowStatement
  let paths: NameTable
  let tools: NameTable

  init(_ database: Database) throws {
    process = try RowStatement(
      database,
      "INSERT OR REPLACE INTO process VALUES (\(Self.places(38)))")
    processTime = try RowStatement(
      database, "INSERT OR REPLACE INTO process_time VALUES (\(Self.places(13)))")
    execution = try RowStatement(database, "INSERT INTO execution VALUES (\(Self.places(15)))")
    sample = try RowStatement(database, "INSERT OR IGNORE INTO sample VALUES (\(Self.places(7)))")
    file = try RowStatement(database, Self.addToFiles(1))
    files = try RowStatement(database, Self.addToFiles(Self.filesAtOnce))
    fileChange = try RowStatement(
      database, "INSERT INTO file_change VALUES (NULL, \(Self.places(7)))")
    processLibrary = try RowStatement(
      database, "INSERT OR IGNORE INTO process_library VALUES (\(Self.places(3)))")
    pathByID = try RowStatement(database, "SELECT path FROM path WHERE id = ?")
    paths = try NameTable(database, table: "path", column: "path")
    tools = try NameTable(database, table: "tool", column: "name")
  }

  /// Rows of files come by the hundred: to begin and end a statement for each would take a third of
  /// the time.
  static let filesAtOnce = 8

  private static func addToFiles(_ count: Int) -> String {
    """
    INSERT INTO file VALUES \(Array(repeating: "(\(places(12)))", count: count).joined(separator: ", "))
    ON CONFLICT (process_id, path_id) DO UPDATE SET
      access = access | excluded.access, type = max(type, excluded.type),
      opens = opens + excluded.opens, failed = failed + excluded.failed,
      error = coalesce(excluded.error, error), bytes_read = bytes_read + excluded.bytes_read,
      bytes_written = bytes_written + excluded.bytes_written,
      last_ns = max(last_ns, excluded.last_ns)
    """
  }

  private static func places(_ count: Int) -> String {
    Array(repeating: "?", count: count).joined(separator: ", ")
  }
}
