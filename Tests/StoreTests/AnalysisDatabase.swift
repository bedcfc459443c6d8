import Foundation
import GRDB
import SeededRandom

@testable import Store

/// A database whose rows a test writes by SQL.
final class AnalysisDatabase {
  let path: String
  private let directory: URL
  private let queue: DatabaseQueue

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("sonde-analysis-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    path = directory.appendingPathComponent("sonde.db").path
    _ = try RecordWriter(path: path)
    queue = try DatabaseQueue(path: path)
    try execute(
      """
      INSERT INTO session(id, host, boot_id, kernel, version, pid, pid_start_ns, started_ns)
        VALUES (1, 'h', 'b', 'k', 'v', 1, 1, 1);
      INSERT INTO user VALUES (0, 'root'), (1000, 'alice'), (1001, NULL);
      """)
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  func reader() throws -> StoreReader { try StoreReader(path: path) }

  func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
    try queue.write { try $0.execute(sql: sql, arguments: arguments) }
  }

  func write(_ body: (Database) throws -> Void) throws {
    try queue.write(body)
  }

  /// The only row of a query.
  func numbers(_ sql: String) throws -> [Int64] {
    try queue.read { database in
      try Row.fetchOne(database, sql: sql)?.databaseValues.map { Int64.fromDatabaseValue($0) ?? 0 }
        ?? []
    }
  }

  func run(_ id: Int64, pipeline: String? = nil, started: Int64, ended: Int64?) throws {
    try execute(
      """
      INSERT INTO run(id, session_id, pipeline, command, started_ns, ended_ns, status, complete)
        VALUES (?, 1, ?, '["/bin/sh"]', ?, ?, 0, 1)
      """, [id, pipeline, started, ended])
  }

  /// Columns that are not given are 0.
  func process(_ columns: [String: (any DatabaseValueConvertible)?]) throws {
    try write { try Self.process(columns, in: $0) }
  }

  static func process(
    _ columns: [String: (any DatabaseValueConvertible)?], in database: Database
  ) throws {
    var row: [String: (any DatabaseValueConvertible)?] = [
      "parent_id": 0, "execution_id": 0, "pid": 1, "ppid": 1, "uid": 0, "gid": 0, "comm": "sh",
      "execs": 0, "seeded": 0, "oom_killed": 0, "cgroup_id": 0,
    ]
    for (column, value) in columns where column != "tool_id" { row[column] = .some(value) }
    let names = row.keys.sorted()
    let places = names.map { _ in "?" }.joined(separator: ", ")
    try database.execute(
      sql: "INSERT INTO process(\(names.joined(separator: ", "))) VALUES (\(places))",
      arguments: StatementArguments(names.map { row[$0] ?? nil }))
    try database.execute(
      sql: "UPDATE process SET tool_id = ? WHERE id = ?",
      arguments: [columns["tool_id"] ?? nil, columns["id"] ?? nil])
  }

  // MARK: Made-up runs

  /// Runs of several pipelines, some of them not ended, whose ids lie side by side or one after the
  /// other, with everything that a process may lack.
  func fill(seed: UInt64, runs: Int, processes: Int, areInterleaved: Bool) throws {
    var random = SeededRandom(seed: seed)
    try execute("DELETE FROM tool")
    for (index, tool) in ["bash", "bwa", "sort", "awk"].enumerated() {
      try execute("INSERT INTO tool VALUES (?, ?)", [index + 3, tool])
    }
    for run in 1...runs {
      let start = Int64(run) * 1000
      try self.run(
        Int64(run), pipeline: [nil, "rnaseq", "qc"][run % 3], started: start,
        ended: run % 5 == 0 ? nil : start + 1500)
    }
    try write { database in
      for number in 0..<runs * processes {
        let run = areInterleaved ? number % runs + 1 : number / processes + 1
        try Self.process(
          randomProcess(Int64(number + 10), run: run, &random), in: database)
      }
    }
  }

  private func randomProcess(
    _ id: Int64, run: Int, _ random: inout SeededRandom
  ) -> [String: (any DatabaseValueConvertible)?] {
    let start = Int64(run) * 1000 + Int64.random(in: 0...900, using: &random)
    var row: [String: (any DatabaseValueConvertible)?] = [
      "id": id, "run_id": run, "started_ns": start,
      "uid": [0, 1000, 1001].randomElement(using: &random),
      "execs": Int.random(in: 0...2, using: &random),
      "oom_killed": Int.random(in: 0..<20, using: &random) == 0 ? 1 : 0,
      "tool_id": [nil, 3, 4, 5, 6].randomElement(using: &random) ?? nil,
    ]
    guard Int.random(in: 0..<8, using: &random) != 0 else { return row }
    row["ended_ns"] = start + Int64.random(in: 0...600, using: &random)
    row["status"] = [0, 0, 0, 256, 9, 139].randomElement(using: &random)
    for column in [
      "user_ns", "system_ns", "rchar", "wchar", "read_bytes", "write_bytes",
    ] {
      row[column] = Int64.random(in: 0...1_000_000, using: &random)
    }
    if Int.random(in: 0..<6, using: &random) != 0 {
      row["peak_rss"] = Int64.random(in: 0...50, using: &random) << 20
      row["peak_rss_source"] = Int.random(in: 1...2, using: &random)
    } else {
      row["peak_rss_source"] = 0
    }
    return row
  }
}
