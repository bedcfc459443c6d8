import GRDB
import Store
import Testing

@testable import Export

@Suite("The columns of a statement")
struct ScanTests {
  private let directory: TestDirectory
  private let reader: StoreReader

  init() throws {
    directory = try TestDirectory()
    // Makes the schema.
    _ = try RecordWriter(path: directory.path("x.db"))
    reader = try StoreReader(path: directory.path("x.db"))
  }

  @Test(
    "get the narrowest type that holds all values exactly",
    arguments: [
      ("VALUES (1), (NULL)", .integer), ("VALUES (9223372036854775807)", .integer),
      ("VALUES (1), (0.5)", .real), ("VALUES (9007199254740993), (0.5)", .text),
      ("VALUES ('a'), (1)", .text), ("VALUES (x'ff'), ('a')", .bytes),
      ("VALUES (x'61')", .bytes), ("VALUES (CAST(x'ff' AS TEXT))", .bytes),
      ("VALUES (NULL)", .text), ("SELECT pid FROM process", .integer),
      ("SELECT cpu_percent FROM sample", .real), ("SELECT comm FROM process", .text),
      ("VALUES ('2026-01-31T09:24:01.250000Z'), (NULL)", .timestamp),
      ("VALUES ('2026-01-31T09:24:01.250000Z'), ('soon')", .text),
      ("VALUES ('2026-01-31T09:24:01.250000Z'), (3)", .text),
      ("VALUES (9e999)", .real), ("VALUES ('')", .text),
    ] as [(String, ColumnType)])
  func types(sql: String, expected: ColumnType) throws {
    let types = try reader.withSnapshot { snapshot in
      try ColumnScan.types(of: SourceTable(.sql(sql), in: snapshot), in: snapshot)
    }
    #expect(types.map(\.type) == [expected])
  }

  @Test("A snapshot does not see what is written meanwhile")
  func snapshot() throws {
    let path = directory.path("x.db")
    let counts = try reader.withSnapshot { snapshot in
      let before = try count(snapshot)
      try DatabaseQueue(path: path).write {
        try $0.execute(sql: "INSERT INTO user VALUES (4242, 'late')")
      }
      return (before, try count(snapshot))
    }
    #expect(counts.0 == counts.1)
    #expect(try reader.withSnapshot(count) == counts.0 + 1)
  }

  @Test("A table's name is found in whatever case, and a wrong one is told with the nearest")
  func names() throws {
    let name = try reader.withSnapshot { try $0.relation(named: "PROCESSES").name }
    #expect(name == "processes")
    let error = #expect(throws: StoreError.self) {
      try reader.withSnapshot { _ = try $0.relation(named: "proceses") }
    }
    #expect(error?.message.contains("did you mean 'processes'?") == true)
  }

  private func count(_ snapshot: StoreSnapshot) throws -> Int64 {
    let cursor = try snapshot.cursor("SELECT count(*) FROM user")
    _ = try cursor.step()
    return cursor.integer(0) ?? -1
  }
}
