import Foundation
import GRDB
import Store
import Testing

@testable import Export

/// A run that never was, in a database that is, and files that are: exported into their directory.
final class FictionalCrate {
  struct Missing: Error {
    let identifier: String
  }

  private let directory: TestDirectory
  private let database: DatabaseQueue
  private let started: Int64

  static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(cString: name)
  }

  init() throws {
    directory = try TestDirectory()
    _ = try RecordWriter(path: directory.path("run.db"))
    database = try DatabaseQueue(path: directory.path("run.db"))
    started = Int64(Date().timeIntervalSince1970 * 1e9) - 100_000_000_000
    try execute(
      """
      INSERT INTO session VALUES (1, '\(Self.host)', 'boot', '6.1', '1', 1, 1, \(started), NULL);
      INSERT INTO run (id, session_id, command, started_ns)
        VALUES (1, 1, '["/bin/job"]', \(started))
      """)
  }

  func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1e9) }

  func path(_ name: String) -> String { directory.path(name) }

  func file(_ name: String, _ content: String) throws -> String {
    try Data(content.utf8).write(to: URL(filePath: path(name)))
    return path(name)
  }

  func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
    try database.write { database in
      try database.execute(sql: sql, arguments: arguments)
    }
  }

  // MARK: The run

  /// A process whose executions have ten times its number as theirs, counting up.
  func process(
    _ id: Int64, parent: Int64 = 0, executes programs: [String], uses: [(String, Int)] = [],
    status: Int? = 0, lasting seconds: Int64 = 1, arguments: [String] = [],
    directory: [UInt8] = Array("/".utf8)
  ) throws {
    try execute(
      """
      INSERT INTO process (id, run_id, parent_id, execution_id, pid, ppid, uid, gid, comm, execs,
        seeded, oom_killed, cgroup_id, started_ns, ended_ns, status)
      VALUES (?1, 1, ?2, ?1 * 10, 100 + ?1, 1, 0, 0, 'x', ?3, 0, 0, 0, ?4, ?5, ?6)
      """,
      [
        id, parent, programs.count, started + id * 1_000_000,
        status.map { _ in started + id * 1_000_000 + seconds * 1_000_000_000 }, status,
      ])
    for (index, program) in programs.enumerated() {
      let argv = String(
        decoding: try JSONEncoder().encode([program] + arguments.filter { !$0.hasPrefix(#"\u"#) }),
        as: UTF8.self)
      // What JSON's encoder has no way to write.
      let raw = arguments.filter { $0.hasPrefix(#"\u"#) }.map { ",\"\($0)\"" }.joined()
      try execute(
        """
        INSERT INTO execution (id, process_id, run_id, sequence, at_ns, executable, argv,
          argv_truncated, cwd)
        VALUES (?, ?, 1, ?, ?, ?, ?, 0, ?)
        """,
        [
          id * 10 + Int64(index), id, index + 1, started + id * 1_000_000 + Int64(index) * 1000,
          "/bin/\(program)", argv.dropLast() + raw + "]", Data(directory),
        ])
    }
    for (path, access) in uses { try use(path, access: access, by: id) }
  }

  func use(_ path: String, access: Int, by process: Int64, at time: Int64? = nil) throws {
    try execute(
      """
      INSERT INTO file VALUES (?, ?, 1, ?, 32768, 1, 0, NULL, NULL, NULL, ?, ?)
      """,
      [process, try number(path), access, time ?? started, time ?? started])
  }

  func change(_ kind: Int, path: String, to newPath: String? = nil, by process: Int64) throws {
    try execute(
      """
      INSERT INTO file_change (run_id, process_id, at_ns, change, path_id, new_path_id)
      VALUES (1, ?, ?, ?, ?, ?)
      """,
      [process, started, kind, try number(path), try newPath.map(number)])
  }

  private func number(_ path: String) throws -> Int64 {
    try execute("INSERT OR IGNORE INTO path (path) VALUES (?)", [path])
    return try database.read {
      try Int64.fetchOne($0, sql: "SELECT id FROM path WHERE path = ?", arguments: [path])
    } ?? 0
  }

  func fail(_ process: Int64, _ summary: String) throws {
    try execute(
      """
      INSERT INTO failure (run_id, process_id, cause_id, step_process_id, at_ns, kind, hidden,
        summary, proof) VALUES (1, ?, 1, ?, ?, 'exit', 0, ?, '[]');
      INSERT INTO failure_account VALUES (1, 1, 1, 0, 0, 0)
      """, [process, process, started, summary])
  }

  /// Now, when files of the run are no longer changed.
  func endRun(at time: Int64? = nil) throws {
    // The clock of files is that of the last tick.
    usleep(10_000)
    try execute(
      "UPDATE run SET ended_ns = ?, status = 0, complete = 1", [time ?? now()])
    usleep(10_000)
  }

  // MARK: The crate

  func export(_ choose: (inout CrateChoices) -> Void = { _ in }) throws -> CrateEntities {
    var exporter = Exporter(
      source: .run(nil), format: .roCrate,
      destination: .file(directory.path, isReplaced: true), version: "1.2.3")
    choose(&exporter.crate)
    let remarks = try exporter.export(try StoreReader(path: directory.path("run.db")))
    let data = try Data(contentsOf: URL(filePath: path(CratePlace.fileName)))
    return try CrateEntities(data, remarks: remarks)
  }
}

/// The entities of a crate, by their identifiers.
struct CrateEntities {
  struct Entity {
    let properties: [String: Any]

    var type: String? { text("@type") }
    var status: String? { text("actionStatus")?.split(separator: "/").last.map(String.init) }

    func text(_ property: String) -> String? { properties[property] as? String }

    func references(_ property: String) -> [String] {
      let value = properties[property]
      let list = value as? [[String: String]] ?? (value as? [String: String]).map { [$0] } ?? []
      return list.compactMap { $0["@id"] }
    }
  }

  let remarks: [String]
  /// In the order of the file.
  let all: [Entity]

  init(_ data: Data, remarks: [String]) throws {
    let document = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    all = try #require(document?["@graph"] as? [[String: Any]]).map(Entity.init)
    self.remarks = remarks
    // No two with one identifier, and none that refers to nothing.
    let identifiers = all.compactMap { $0.text("@id") }
    #expect(Set(identifiers).count == all.count)
    let known = Set(identifiers + [ProcessRunCrate.specification])
    for entity in all {
      for property in entity.properties.keys {
        #expect(entity.references(property).allSatisfy(known.contains), "\(property)")
      }
    }
  }

  var actions: [Entity] { all.filter { $0.type?.hasSuffix("Action") == true } }

  func root() throws -> Entity { try entity("./") }

  func entity(_ identifier: String) throws -> Entity {
    guard let found = all.first(where: { $0.text("@id") == identifier }) else {
      throw FictionalCrate.Missing(identifier: identifier)
    }
    return found
  }
}
