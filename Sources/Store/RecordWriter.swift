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
  /// The texts of executions that wait to be written; see ``ExecutionRow``.
  var executionTexts = TextEncoder()
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
        if statements == nil { statements = try RowStatements(database, self) }
        try database.inTransaction(.immediate) {
          result = try body(self)
          try flushRows()
          return .commit
        }
        rowsWritten = Int64(database.totalChangesCount)
      }
      guard let result else { throw StoreError(code: .other, message: "\(path): rolled back") }
      return result
    } catch {
      // Ids that the batch made are gone with it.
      statements?.forget()
      executionTexts.clear()
      libraryIDs.removeAll()
      libraryUses.removeAll()
      throw StoreError(error, path: path)
    }
  }

  /// Writes the rows that wait for others, so that whoever reads sees them.
  func flushRows() throws {
    try statements?.flush()
    executionTexts.clear()
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
