internal import GRDB
internal import Processes

/// The statements of the hot path, prepared once.
final class RowStatements {
  let processes: RowQueue<ProcessRow>
  let times: RowQueue<ProcessTimesRow>
  let executions: RowQueue<ExecutionRow>
  let files: RowQueue<FileRow>
  let sample: RowStatement
  let fileChange: RowStatement
  let processLibrary: RowStatement
  let pathByID: RowStatement
  let paths: NameTable
  let tools: NameTable

  /// - Parameter writer: binds the rows; outlives this.
  init(_ database: Database, _ writer: RecordWriter) throws {
    processes = try RowQueue(
      database, places: 38, sql: { "INSERT OR REPLACE INTO process VALUES \($0)" },
      bind: { [unowned(unsafe) writer] in writer.bind($0, to: $1) })
    times = try RowQueue(
      database, places: 13, sql: { "INSERT OR FAIL INTO process_time VALUES \($0)" },
      bind: { [unowned(unsafe) writer] in writer.bind($0, to: $1) })
    executions = try RowQueue(
      database, places: 15, sql: { "INSERT OR FAIL INTO execution VALUES \($0)" },
      bind: { [unowned(unsafe) writer] in writer.bind($0, to: $1) })
    files = try RowQueue(
      database, places: 12, sql: Self.addToFiles,
      bind: { [unowned(unsafe) writer] in writer.bind($0, to: $1) })
    sample = try RowStatement(database, "INSERT OR IGNORE INTO sample VALUES (\(Self.places(7)))")
    fileChange = try RowStatement(
      database, "INSERT INTO file_change VALUES (NULL, \(Self.places(7)))")
    processLibrary = try RowStatement(
      database, "INSERT OR IGNORE INTO process_library VALUES (\(Self.places(3)))")
    pathByID = try RowStatement(database, "SELECT path FROM path WHERE id = ?")
    paths = try NameTable(database, table: "path", column: "path")
    tools = try NameTable(database, table: "tool", column: "name")
  }

  func flush() throws {
    try executions.flush()
    try processes.flush()
    try times.flush()
    try files.flush()
  }

  /// A batch has failed: what waits, and the ids that it made, are gone with it.
  func forget() {
    executions.forget()
    processes.forget()
    times.forget()
    files.forget()
    paths.forget()
    tools.forget()
  }

  private static func addToFiles(_ rows: String) -> String {
    """
    INSERT INTO file VALUES \(rows)
    ON CONFLICT (process_id, path_id) DO UPDATE SET
      access = access | excluded.access, type = max(type, excluded.type),
      opens = opens + excluded.opens, failed = failed + excluded.failed,
      error = coalesce(excluded.error, error), bytes_read = bytes_read + excluded.bytes_read,
      bytes_written = bytes_written + excluded.bytes_written,
      last_ns = max(last_ns, excluded.last_ns)
    """
  }

  static func places(_ count: Int) -> String {
    Array(repeating: "?", count: count).joined(separator: ", ")
  }
}
