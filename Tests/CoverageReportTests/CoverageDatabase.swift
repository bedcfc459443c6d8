import Foundation
import GRDB
import Store

/// A database whose rows of coverage a test writes by SQL.
final class CoverageDatabase {
  let path: String
  private let directory: URL
  private let queue: DatabaseQueue
  /// 2023-11-14 22:13:20 UTC.
  static let start: Int64 = 1_700_000_000_000_000_000

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("sonde-coverage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    path = directory.appendingPathComponent("sonde.db").path
    _ = try RecordWriter(path: path)
    queue = try DatabaseQueue(path: path)
    try execute(
      """
      INSERT INTO session(id, host, boot_id, kernel, version, pid, pid_start_ns, started_ns)
        VALUES (1, 'north', 'b', '6.18.0', '1.2.3', 1, 1, 1);
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

  func coverage(_ id: Int64, state: String = "ended", ended: Int64? = start + 5_000_000_000) throws
  {
    try execute(
      """
      INSERT INTO coverage(id, session_id, run_id, command, pid, started_ns, ended_ns, state, scope,
        budget, probe_hits, hit_cost_ns, foreign_hits, signals, signals_lost, attach_ns,
        agent_cpu_ns, trace_id)
      VALUES (?, 1, 7, '["/opt/app/bin/app","--odd","\\udcff"]', 4242, ?, ?, ?,
        '{"include":["app*"],"depth":2}', 0.01, 1200, 350, 17, 3, 0, 42000000, 90000000,
        '0123456789abcdef0123456789abcdef')
      """, [id, Self.start, ended, state])
  }

  func object(
    _ id: Int64, of coverage: Int64, buildID: String, path: any DatabaseValueConvertible,
    late: Int64? = nil, error: String? = nil
  ) throws {
    try execute(
      """
      INSERT OR IGNORE INTO code_object VALUES (?, ?, 'executable', '["symtab","debug"]', 2, 1)
      """, [id, buildID])
    try execute(
      "INSERT INTO coverage_object VALUES (?, ?, ?, ?, ?)", [coverage, id, path, late, error])
  }

  func function(
    _ name: any DatabaseValueConvertible, at offset: Int64, size: Int64 = 16, of object: Int64,
    file: (any DatabaseValueConvertible)? = nil, line: Int64? = nil, copies: Int64 = 0,
    ineligible: String? = nil
  ) throws {
    try execute(
      "INSERT INTO code_function VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [object, offset, size, name, name, file, line, copies, ineligible])
  }

  func saw(
    _ state: String, at offset: Int64, of object: Int64, in coverage: Int64, reason: String? = nil,
    hit: Int64? = nil, hits: Int64 = 0
  ) throws {
    try execute(
      "INSERT INTO coverage_function VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        coverage, object, offset, state, reason, Self.start + 1, hit, hit.map { _ in 4242 },
        hit.map { _ in 99 }, hits,
      ])
  }

  // MARK: A specimen

  /// Coverage 3, with something of everything: of seven functions in scope three ran.
  func specimen(directory: String = "/src/app") throws {
    try coverage(3)
    try executable(directory)
    try sharedObject()
    try execute(
      """
      INSERT INTO coverage_mark VALUES (3, \(Self.start + 1000), 'unit one'),
        (3, \(Self.start + 9000), 'unit two');
      INSERT INTO coverage_decision VALUES
        (3, 1, \(Self.start + 5), 'attach', 'main', 4, 7, 1.5, 1400, 'most hits for their cost'),
        (3, 2, \(Self.start + 9), 'stop', NULL, 0, 0, NULL, NULL, 'the program ended');
      INSERT INTO coverage_point VALUES (3, \(Self.start), 0, 4, 1, 0),
        (3, \(Self.start + 2_500_000), 3, 4, 1, 1200);
      INSERT INTO coverage_expectation VALUES
        (3, 'executable', 'bwa', 'main.nf', 'seen', \(Self.start + 3), NULL),
        (3, 'file', 'out.bam', 'main.nf', 'missing', NULL, 'nobody wrote it');
      """)
  }

  private func executable(_ directory: String) throws {
    try object(1, of: 3, buildID: "aa11", path: "/opt/app/bin/app")
    try function("main", at: 0x1000, size: 120, of: 1, file: "\(directory)/main.c", line: 2)
    try saw("hit", at: 0x1000, of: 1, in: 3, hit: Self.start + 500, hits: 1)
    try function("parse", at: 0x1100, size: 300, of: 1, file: "\(directory)/parse.c", line: 1)
    try saw("retired", at: 0x1100, of: 1, in: 3, hit: Self.start + 2000, hits: 3)
    try function(
      "usage", at: 0x1300, size: 80, of: 1, file: "\(directory)/parse.c", line: 4, copies: 2)
    try saw("attached", at: 0x1300, of: 1, in: 3)
    try function("tiny", at: 0x1400, of: 1, ineligible: "its first instruction cannot be replaced")
    try function("later", at: 0x1500, size: 900, of: 1, file: "\(directory)/main.c", line: 7)
    try saw("deferred", at: 0x1500, of: 1, in: 3, reason: "budget")
    try function("other", at: 0x1600, of: 1)
    try saw("ineligible", at: 0x1600, of: 1, in: 3, reason: "out of scope")
    try execute("INSERT INTO code_inlined VALUES (1, 'gone', 'gone', '/src/app/main.c', 9, 4)")
  }

  /// With names that no careful programmer would choose.
  private func sharedObject() throws {
    try object(
      2, of: 3, buildID: "bb22", path: Data([0x2f, 0x6c, 0xff, 0x2e, 0x73, 0x6f]),
      late: 1_500_000, error: "the file changed while it ran")
    try function("</script><img src=x onerror=alert(1)>", at: 0x10, of: 2)
    try saw("hit", at: 0x10, of: 2, in: 3, hit: Self.start + 9500, hits: 2)
    try function(Data([0x66, 0xfe, 0x0a, 0x5c, 0x78, 0x66, 0x66]), at: 0x20, of: 2)
    try saw("failed", at: 0x20, of: 2, in: 3, reason: "EINVAL")
    try function("a,b(\"c\", 'd') & \u{202e}e\u{1b}[31m", at: 0x30, of: 2)
    try saw("expected", at: 0x30, of: 2, in: 3)
  }
}
