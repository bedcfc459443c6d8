import Foundation
import Testing

@testable import Store

@Suite struct ReaderQueryTests {
  @Test func rowsComeOneByOneWithTheirTypes() throws {
    let store = try FictionalStore()
    let rows = try ask(
      store, "SELECT 1 AS a, 2.5, 'x', x'ff00', NULL UNION ALL SELECT 2, 1, '', x'', 1")
    #expect(rows.columns == ["a", "2.5", "'x'", "x'ff00'", "NULL"])
    #expect(
      rows.rows == [
        [.integer(1), .real(2.5), .text("x"), .blob([0xff, 0]), .null],
        [.integer(2), .integer(1), .text(""), .blob([]), .integer(1)],
      ])
  }

  @Test func theViewsCanBeAsked() throws {
    let store = try FictionalStore()
    _ = try store.troubledPipeline()
    let rows = try ask(
      store, "SELECT comm, signal_name FROM processes WHERE oom_killed -- the victims")
    #expect(rows.rows == [[.text("samtools"), .text("SIGKILL")]])
  }

  @Test(arguments: [
    "SELECT 1;", " SELECT 1 ; ;\n", "SELECT 1; -- one", "/* one */ SELECT 1",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT i FROM n",
    "EXPLAIN QUERY PLAN SELECT * FROM processes", "PRAGMA table_info(processes)",
    "SELECT name FROM pragma_table_info('runs')", "PRAGMA user_version", "VALUES (1)",
    "SELECT json_extract(command, '$[0]') FROM runs",
    "SELECT value FROM runs, json_each(command)",
  ])
  func whatReadsIsDone(_ sql: String) throws {
    _ = try ask(try FictionalStore(), sql)
  }

  @Test(arguments: [
    "DELETE FROM process", "INSERT INTO user VALUES (1, 'x')", "UPDATE run SET name = 'x'",
    "CREATE TABLE t (x)", "CREATE TEMP TABLE t (x)", "DROP VIEW runs", "VACUUM",
    "VACUUM INTO '/tmp/never-made.db'", "ATTACH '/tmp/never-made.db' AS other",
    "PRAGMA journal_mode = DELETE", "PRAGMA user_version = 7", "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA query_only = 0", "PRAGMA writable_schema = 1", "PRAGMA optimize", "BEGIN IMMEDIATE",
    "SAVEPOINT s", "UPDATE sqlite_master SET sql = ''", "REINDEX", "ANALYZE",
    "EXPLAIN DELETE FROM process",
    "SELECT load_extension('x')", "SELECT * FROM pragma_wal_checkpoint",
  ])
  func whatWouldWriteIsRefused(_ sql: String) throws {
    let store = try FictionalStore()
    let before = try Data(contentsOf: URL(fileURLWithPath: store.path))
    let error = #expect(throws: StoreError.self) { try ask(store, sql) }
    #expect(error?.code == .query)
    #expect(try Data(contentsOf: URL(fileURLWithPath: store.path)) == before)
    #expect(!FileManager.default.fileExists(atPath: "/tmp/never-made.db"))
  }

  @Test(arguments: [
    ("SELECT comm FROM proceses", "no such table: proceses; did you mean 'processes'?"),
    ("SELECT com FROM processes", "no such column: com (column 8); did you mean 'comm'?"),
    (
      "SELECT p.duraton_s\nFROM processes p",
      "no such column: p.duraton_s (column 8); did you mean 'duration_s'?"
    ),
    ("SELECT 1\nFORM runs", #"near "runs": syntax error (line 2, column 6)"#),
    ("SELECT (1", "incomplete input"),
    ("", "there is no statement; write a SELECT"),
    (" -- nothing", "there is no statement; write a SELECT"),
    ("SELECT 1; SELECT 2", "only one statement at a time can be run"),
    ("SELECT 1; DELETE FROM process", "only one statement at a time can be run"),
    ("SELECT 1; nonsense", "only one statement at a time can be run"),
    ("SELECT 1\0; x", "the statement has a NUL character"),
    (
      "DELETE FROM process",
      "the statement would change something, and a database is only read here"
    ),
    ("SELECT abs(-9223372036854775808)", "integer overflow"),
  ])
  func aMistakeIsNamed(_ sql: String, _ message: String) throws {
    let store = try FictionalStore()
    let error = #expect(throws: StoreError.self) { try ask(store, sql) }
    #expect(error?.code == .query)
    #expect(error?.message == message)
  }

  @Test func anUnknownTableFarFromAllNamesTheViews() throws {
    let store = try FictionalStore()
    let error = #expect(throws: StoreError.self) { try ask(store, "SELECT * FROM xyzzyxyzzy") }
    #expect(error?.message.contains(", executions, ") == true)
    #expect(error?.message.contains("tool_summaries") == true)
  }

  @Test func aQueryCanBeBrokenOffAndTheReaderUsedOn() throws {
    struct Enough: Error {}
    let store = try FictionalStore()
    let reader = try StoreReader(path: store.path)
    var count = 0
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    #expect(throws: Enough.self) {
      try reader.query(
        endless, columns: { _ in },
        row: { _ in
          count += 1
          if count == 10 { throw Enough() }
        })
    }
    #expect(count == 10)
    #expect(try reader.runs(limit: 1).isEmpty)
  }

  // MARK: Helpers

  private typealias Answer = (columns: [String], rows: [[QueryValue]])

  @discardableResult
  private func ask(_ store: FictionalStore, _ sql: String) throws -> Answer {
    var answer: Answer = ([], [])
    try StoreReader(path: store.path).query(
      sql, columns: { answer.columns = $0 }, row: { answer.rows.append($0) })
    return answer
  }
}
