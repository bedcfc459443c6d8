import GRDB
import Processes
import Procfs
import Testing

@testable import Store

@Suite("The catalogue of views")
struct CatalogueTests {
  @Test("lists no column that there is not")
  func isExact() throws {
    let store = try FictionalStore()
    let columns = try DatabaseQueue(path: store.path).read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT s.name, c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c"
      ).map { "\($0[0] as String).\($0[1] as String)" }
    }
    let listed = ViewCatalogue.views.flatMap { view, types in types.keys.map { "\(view).\($0)" } }
    #expect(Set(listed).isSubset(of: columns), "\(Set(listed).subtracting(columns))")
  }

  @Test("lists every column of every view")
  func isComplete() throws {
    let store = try FictionalStore()
    let missing = try DatabaseQueue(path: store.path).read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT s.name, c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c
          WHERE s.type = 'view'
          """
      ).map { (view: $0[0] as String, column: $0[1] as String) }
        .filter { ViewCatalogue.type(of: $0.column, in: $0.view) == nil }
    }
    #expect(missing.isEmpty, "\(missing)")
  }

  @Test("says of each value what it is")
  func isTrue() throws {
    let store = try FictionalStore()
    _ = try store.troubledPipeline()
    try fill(store)
    var empty: [String] = []
    try StoreReader(path: store.path).withSnapshot { snapshot in
      for view in try snapshot.relationNames(where: "type = 'view'") {
        let relation = try snapshot.relation(named: view)
        for select in [relation.select, "SELECT * FROM \(view)"] {
          let rows = try snapshot.cursor(select)
          var count = 0
          while try rows.step() {
            count += 1
            for (index, column) in relation.columns.enumerated() {
              let value = rows.value(index)
              #expect(fits(value, column.type), "\(view).\(column.name): \(value)")
            }
          }
          if count == 0 { empty.append(view) }
        }
      }
    }
    // Views without a row prove nothing.
    #expect(empty.isEmpty, "\(empty)")
  }

  @Test("has times of all views as numbers")
  func numericTimes() throws {
    let store = try FictionalStore()
    _ = try store.troubledPipeline()
    try fill(store)
    try StoreReader(path: store.path).withSnapshot { snapshot in
      for view in try snapshot.relationNames(where: "type = 'view'") {
        let relation = try snapshot.relation(named: view)
        let rows = try snapshot.cursor(relation.select)
        guard try rows.step() else { continue }
        for (index, column) in relation.columns.enumerated() where column.type == .timestamp {
          if case .text = rows.value(index) { Issue.record("\(view).\(column.name) is text") }
        }
      }
    }
  }

  @Test(
    "has times as text and as numbers, before 1970 too",
    arguments: [
      (Int64.min, "1677-09-21T00:12:43.145225Z", -9_223_372_036_854_775),
      (-1_000_000_001, "1969-12-31T23:59:59.000000Z", -1_000_000),
      (-1000, "1969-12-31T23:59:59.999999Z", -1), (-999, "1970-01-01T00:00:00.000000Z", 0),
      (1_769_851_441_250_000_000, "2026-01-31T09:24:01.250000Z", 1_769_851_441_250_000),
      (Int64.max, "2262-04-11T23:47:16.854775Z", 9_223_372_036_854_775),
    ] as [(Int64, String, Int64)])
  func times(nanoseconds: Int64, text: String, microseconds: Int64) throws {
    let store = try FictionalStore()
    try DatabaseQueue(path: store.path).write { database in
      try database.execute(
        sql: "INSERT INTO loss VALUES (1, ?, 'fork', 1)", arguments: [nanoseconds])
    }
    try StoreReader(path: store.path).withSnapshot { snapshot in
      let losses = try snapshot.relation(named: "losses").select
      let rows = try snapshot.cursor("SELECT n.at, l.at FROM losses l, (\(losses)) n")
      #expect(try rows.step())
      #expect(rows.integer(0) == microseconds)
      #expect(rows.text(1) == RawText(text))
    }
  }

  @Test("has times as numbers in a database whose views are of an earlier version")
  func earlierViews() throws {
    let store = try FictionalStore()
    try DatabaseQueue(path: store.path).write { database in
      try database.execute(
        sql: """
          DROP VIEW losses;
          CREATE VIEW losses AS SELECT
            nullif(run_id, 0) AS run_id, strftime('%Y-%m-%dT%H:%M:%S', at_ns / 1000000000, \
          'unixepoch') || printf('.%06dZ', (at_ns / 1000) % 1000000) AS at, kind, count
          FROM loss;
          INSERT INTO loss VALUES (1, 1769851441250000000, 'fork', 1);
          """)
    }
    try StoreReader(path: store.path).withSnapshot { snapshot in
      let rows = try snapshot.cursor(try snapshot.relation(named: "losses").select)
      #expect(try rows.step())
      #expect(rows.integer(1) == 1_769_851_441_250_000)
    }
  }

  private func fits(_ value: StoredValue, _ type: ColumnType?) -> Bool {
    switch (value, type) {
    case (.null, _): true
    case (.integer(let value), .boolean): value == 0 || value == 1
    case (.integer, .integer), (.integer, .timestamp), (.real, .real), (.integer, .real): true
    case (.text(let bytes), .text): UTF8Sequence.isValid(bytes)
    case (.text(let bytes), .timestamp): bytes.count == 27
    case (.text, .rawText), (.blob, .rawText), (.blob, .bytes): true
    default: false
    }
  }

  /// Rows for the views that a pipeline alone leaves empty.
  private func fill(_ store: FictionalStore) throws {
    try DatabaseQueue(path: store.path).write { database in
      try database.execute(
        sql: """
          INSERT INTO sample VALUES (1, 1769851441250000000, 12.5, 4096, 1, 2, 3);
          INSERT INTO host_sample
            VALUES (1, 1769851441250000000, 50, 8, 4, 4, 0, 0.5, 0.25, 0.125);
          INSERT INTO filesystem_sample VALUES (1, 1769851441250000000, '/', 'd', 'ext4', 8, 4, 4);
          INSERT INTO process_summary VALUES (1, 1769851441250000000, 1.5, 2.5, 4096, 1, 2);
          INSERT INTO tool_summary VALUES (1, 'bwa', 1, 1, 0, 0, 10, 5, 5, 2.5, 4096, 1, 2);
          INSERT INTO tool_summary VALUES (1, x'ff', 1, 1, 0, 0, 10, 5, 5, 2.5, 4096, 1, 2);
          INSERT INTO loss VALUES (1, 1769851441250000000, 'fork', 3);
          INSERT INTO path VALUES (71, '/a'), (72, x'2fff');
          INSERT INTO file
            VALUES (1, 71, 1, 17, 32768, 1, 0, NULL, 5, 0, 1769851441250000000, 1769851441250000000),
              (1, 72, 1, 0, 0, 0, 1, 'ENOENT', NULL, NULL, 1769851441250000000, 1769851441250000000);
          INSERT INTO file_change VALUES (NULL, 1, 1, 1769851441250000000, 1, 71, 72, 'EACCES');
          INSERT INTO library VALUES (81, 'python', 'numpy', '2.1', '/a', NULL, NULL);
          INSERT INTO process_library VALUES (1, 81, 1);
          INSERT INTO failed_call VALUES
            (1, 1, 1769851441250000000, 'openat', 'ENOENT', x'2fff', 0, 0, 1, NULL, 0, 0, 1),
            (1, 1, 1769851441250000000, 'connect', 'ECONNREFUSED', '[::1]:80', 1, 1, 2, 3, 1, 4, 0);
          INSERT INTO failure VALUES (1, 1, 1, 1, 1, 1769851441250000000, 'signal', 1, 'bwa',
            '["bwa"]', NULL, 9, 7, 'kill', 'cgroup', 4096, 4096, 'openat', 'ENOENT', '/a',
            'bwa was ended', '[]');
          INSERT INTO namespaces VALUES
            (1, 9, 1, 2, 3, 4, 5, 6, 7, 'mount,pid', '<script>', 'overlay', '/dev/vda');
          INSERT INTO container VALUES (1, 1, 1, 1769851441250000000, 9, 'container', 'docker',
            'runc', 'ab', 'n', 'i', 'p', 'burstable', 'u.scope', '1', '2', '3', 0, 'n (docker)',
            2, 1, 1000, 4096, 1, 2);
          UPDATE process SET container_key = 1;
          UPDATE execution SET container_key = 1;
          \(Self.coverage)
          """)
    }
  }

  private static let coverage = """
    INSERT INTO coverage VALUES (1, 1, 1, '["bwa"]', 7, 1769851441250000000, 1769851441250000000,
      'ended', '{}', 0.05, 9, 800, 1, 8, 0, 1000, 2000, '0af7651916cd43dd8448eb211c80319c');
    INSERT INTO code_object VALUES (1, 'ab', 'executable', '["symtab"]', 0, 1);
    INSERT INTO code_function VALUES (1, 64, 16, 'f', x'ff', '/a.c', 3, 0, NULL);
    INSERT INTO code_inlined VALUES (1, 'g', 'g', '/a.c', 9, 2);
    INSERT INTO coverage_object VALUES (1, 1, '/bin/bwa', NULL, NULL);
    INSERT INTO coverage_function
      VALUES (1, 1, 64, 'hit', NULL, 1769851441250000000, 1769851441250000000, 7, 1, 4);
    INSERT INTO coverage_mark VALUES (1, 1769851441250000000, 'first');
    INSERT INTO coverage_decision
      VALUES (1, 0, 1769851441250000000, 'attach', 'f', 1, 1, 0.5, 800, 'it is the only one');
    INSERT INTO coverage_point VALUES (1, 1769851441250000000, 1, 1, 0, 4);
    INSERT INTO coverage_expectation
      VALUES (1, 'executable', 'bwa', 'list', 'seen', 1769851441250000000, NULL);
    INSERT INTO hook VALUES (1, 'fork', 'verified', NULL, 1769851441250000000, 1000);
    """
}
