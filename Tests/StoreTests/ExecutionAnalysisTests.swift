import Foundation
import GRDB
import Synchronization
import Testing

@testable import Store

@Suite("The analysis of executions")
struct ExecutionAnalysisTests {
  /// Filters, with the same in SQL over `process p JOIN run r`.
  private static let filters: [(sql: String, make: @Sendable (inout ExecutionFilter) -> Void)] = [
    ("1", { _ in }),
    ("r.id = 3", { $0.runID = 3 }),
    ("r.id = 5", { $0.runID = 5 }),
    ("r.pipeline = 'rnaseq'", { $0.pipeline = "rnaseq" }),
    ("p.uid = 1000", { $0.users = [1000] }),
    ("p.uid IN (0, 1001)", { $0.users = [0, 1001] }),
    (
      "p.started_ns >= 4200 AND (r.ended_ns IS NULL OR r.ended_ns >= 4200)",
      { $0.since = 4200 }
    ),
    ("p.started_ns < 2500 AND r.started_ns < 2500", { $0.until = 2500 }),
    (
      "p.started_ns >= 2100 AND p.started_ns < 2900 AND r.ended_ns >= 2100 AND r.started_ns < 2900",
      {
        $0.since = 2100
        $0.until = 2900
      }
    ),
    ("r.id = 2 AND p.uid = 0", { ($0.runID, $0.users) = (2, [0]) }),
    ("0", { $0.since = 1_000_000 }),
    ("0", { $0.runID = 99 }),
    ("0", { $0.pipeline = "no such" }),
  ]

  @Test(
    "has the numbers that SQL has, by tool, by pipeline and for all",
    arguments: filters.indices, [true, false])
  func agreesWithSQL(number: Int, areInterleaved: Bool) throws {
    let database = try AnalysisDatabase()
    try database.fill(seed: 5, runs: 7, processes: 60, areInterleaved: areInterleaved)
    if number == 10 { try database.execute("UPDATE run SET ended_ns = 9000") }
    let (sql, make) = Self.filters[number]
    var filter = ExecutionFilter()
    make(&filter)
    let analysis = try database.reader().executions(filter)

    #expect(analysis.overall == (try Self.use(database, sql)))
    #expect(analysis.pipelines.reduce(0) { $0 + $1.runs } == analysis.runs)
    for pipeline in analysis.pipelines {
      let name = pipeline.name.map { "'\($0)'" } ?? "NULL"
      #expect(pipeline.use == (try Self.use(database, "\(sql) AND r.pipeline IS \(name)")))
    }
    let tools = try database.numbers(
      """
      SELECT count(*) FROM (SELECT DISTINCT p.tool_id FROM process p JOIN run r ON r.id = p.run_id
        WHERE \(sql))
      """)
    #expect(Int64(analysis.tools.count) == tools[0])
    for tool in analysis.tools {
      let name = tool.name.map { "'\(String(decoding: $0.bytes, as: UTF8.self))'" }
      let condition = "p.tool_id IS (SELECT id FROM tool WHERE name IS \(name ?? "NULL"))"
      #expect(tool.use == (try Self.use(database, "\(sql) AND \(condition)")))
    }
    let isSingle = filter.runID != nil && filter.runID != 99
    #expect((analysis.singleRun != nil) == isSingle)
  }

  @Test("reads a large database with several connections, and counts each process once")
  func large() throws {
    let database = try AnalysisDatabase()
    try database.run(1, pipeline: "a", started: 0, ended: 2_000_000)
    try database.run(2, pipeline: "b", started: 0, ended: 2_000_000)
    try database.execute(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 90000)
      INSERT INTO process(id, run_id, parent_id, execution_id, pid, ppid, uid, gid, comm, execs,
        seeded, oom_killed, cgroup_id, started_ns, ended_ns, status, user_ns, system_ns, peak_rss,
        peak_rss_source, rchar, wchar, read_bytes, write_bytes)
      SELECT i, 1 + (i > 70000), CASE WHEN i IN (1, 70001) THEN 0 ELSE i - 1 END, 0, i, 1, 0, 0,
        'sh', 1, 0, 0, 0, i, i + 1 + (i * 7919) % 50021, CASE i % 97 WHEN 0 THEN 256 ELSE 0 END,
        (i * 31) % 1009, (i * 17) % 503, ((i * 13) % 997) << 12, 1, i, 1, 2, 3 FROM n
      """)
    for (run, condition) in [(nil, "1"), (1, "r.id = 1"), (2, "r.id = 2")] as [(Int64?, String)] {
      var filter = ExecutionFilter()
      filter.runID = run
      let analysis = try database.reader().executions(filter)
      #expect(analysis.overall == (try Self.use(database, condition)))
      #expect((analysis.singleRun == nil) == (run == nil))
      if let single = analysis.singleRun {
        let path = single.criticalPath
        #expect(
          path.segments.reduce(0) { $0 + $1.duration } + path.omittedTime == path.duration)
        #expect(path.tools.reduce(path.unattributed) { $0 + $1.time } == path.duration)
        #expect(path.duration == single.ended - single.started)
        #expect(path.segments.count + Int(path.omitted) >= path.tools.count)
      }
    }
  }

  @Test("knows who is running, and whose end was lost")
  func endings() throws {
    let database = try AnalysisDatabase()
    try database.run(1, started: 100, ended: 200)
    try database.run(2, started: 100, ended: nil)
    for (id, run) in [(1, 1), (2, 2), (3, 2)] {
      try database.process(["id": id, "run_id": run, "started_ns": 110])
    }
    let use = try database.reader().executions(ExecutionFilter()).overall
    #expect((use.running, use.endNotSeen, use.wall.count) == (2, 1, 0))
    #expect(use.peakMemorySource == .missing)
  }

  @Test("does not trap on damaged numbers")
  func damaged() throws {
    let database = try AnalysisDatabase()
    try database.run(1, started: 100, ended: 200)
    // What a report would add up otherwise, and SQLite refuse to.
    try database.execute("UPDATE run SET processes = 26, executions = 0")
    let extremes: [Int64] = [.min, -1, 0, 1, .max]
    for (index, start) in extremes.enumerated() {
      for (other, end) in extremes.enumerated() {
        try database.process([
          "id": index * 10 + other + 1, "run_id": 1, "started_ns": start, "ended_ns": end,
          "parent_id": end, "status": end, "user_ns": end, "system_ns": start, "peak_rss": start,
          "rchar": end, "wchar": start, "read_bytes": end, "write_bytes": end, "tool_id": end,
          "execs": start, "uid": end,
        ])
      }
    }
    try database.process([
      "id": Int64.max, "run_id": 1, "started_ns": 5, "ended_ns": "text", "tool_id": 1.5,
    ])
    for run in [nil, 1] as [Int64?] {
      var filter = ExecutionFilter()
      filter.runID = run
      let analysis = try database.reader().executions(filter)
      #expect(analysis.overall.processes == 26)
    }
    try database.execute("UPDATE run SET started_ns = ?, ended_ns = ?", [Int64.min, Int64.max])
    _ = try database.reader().executions(ExecutionFilter())
  }

  @Test("names an older database's trouble and the mend")
  func older() throws {
    let database = try AnalysisDatabase()
    try database.execute("ALTER TABLE process RENAME COLUMN tool_id TO something_else")
    let error = #expect(throws: StoreError.self) {
      try database.reader().executions(ExecutionFilter())
    }
    #expect(error?.message.contains("brings it up to date") == true)
  }

  @Test("sees one state of the database, however many connections read it")
  func oneState() throws {
    let database = try AnalysisDatabase()
    try database.run(1, started: 0, ended: nil)
    try database.run(2, started: 0, ended: nil)
    try database.execute(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50000)
      INSERT INTO process(id, run_id, parent_id, execution_id, pid, ppid, uid, gid, comm, execs,
        seeded, oom_killed, cgroup_id, started_ns) SELECT i * 10, 1 + (i > 25000), 0, 0, i, 1, 0, 0,
        'sh', 0, 0, 0, 0, i FROM n
      """)
    let writer = try PairWriter(database.path)
    writer.start()
    let deadline = ContinuousClock.now + .seconds(20)
    var readings = 0
    while readings < 15 || writer.commits < 30, ContinuousClock.now < deadline {
      let analysis = try database.reader().executions(ExecutionFilter())
      #expect(analysis.overall.processes % 2 == 0)
      readings += 1
    }
    writer.stop()
    #expect(writer.commits >= 30)
  }

  // MARK: Helpers

  /// The use of the processes for which `condition` holds, by plain SQL.
  private static func use(
    _ database: AnalysisDatabase, _ condition: String
  ) throws -> ProcessUse {
    let from = "FROM process p JOIN run r ON r.id = p.run_id WHERE (\(condition))"
    let sums = try database.numbers(
      """
      SELECT count(*), sum(execs), sum(p.ended_ns IS NULL AND r.ended_ns IS NULL),
        sum(p.ended_ns IS NULL AND r.ended_ns IS NOT NULL),
        sum(p.status & 127 = 0 AND p.status <> 0), sum(p.status & 127 <> 0), sum(oom_killed),
        sum(user_ns), sum(system_ns), sum(read_bytes), sum(write_bytes), sum(rchar), sum(wchar)
      \(from)
      """)
    var use = ProcessUse()
    (use.processes, use.executions, use.running) = (sums[0], sums[1], sums[2])
    (use.endNotSeen, use.exitedNonZero, use.signalled) = (sums[3], sums[4], sums[5])
    (use.outOfMemory, use.userTime, use.systemTime) = (sums[6], sums[7], sums[8])
    (use.readBytes, use.writeBytes, use.rchar, use.wchar) = (sums[9], sums[10], sums[11], sums[12])
    use.wall = try distribution(database, "p.ended_ns - p.started_ns", from)
    use.cpu = try distribution(database, "p.user_ns + p.system_ns", from)
    use.peakMemory = try distribution(database, "p.peak_rss", from)
    use.peakMemorySource = try source(database, from)
    return use
  }

  /// The best that is known of the greatest peak.
  private static func source(_ database: AnalysisDatabase, _ from: String) throws -> MeasureSource {
    let row = try database.numbers(
      "SELECT p.peak_rss_source \(from) AND p.peak_rss IS NOT NULL ORDER BY p.peak_rss DESC, 1")
    return MeasureSource(rawValue: row.first ?? 0) ?? .missing
  }

  private static func distribution(
    _ database: AnalysisDatabase, _ value: String, _ from: String
  ) throws -> Distribution {
    let row = try database.numbers(
      """
      SELECT count(*), sum(v), max(CASE WHEN n = (c * 50 + 99) / 100 THEN v END),
        max(CASE WHEN n = (c * 95 + 99) / 100 THEN v END), max(v)
      FROM (SELECT v, row_number() OVER (ORDER BY v) AS n, count(*) OVER () AS c
        FROM (SELECT \(value) AS v \(from)) WHERE v IS NOT NULL)
      """)
    var result = Distribution()
    (result.count, result.sum, result.p50) = (row[0], row[1], row[2])
    (result.p95, result.max) = (row[3], row[4])
    return result
  }
}

/// Commits again and again; each time a process at either end of the ids: whoever sees one of them
/// sees the other.
private final class PairWriter: Sendable {
  private let queue: DatabaseQueue
  private let state = Mutex((commits: 0, isStopped: false))

  init(_ path: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    queue = try DatabaseQueue(path: path, configuration: configuration)
  }

  var commits: Int { state.withLock { $0.commits } }

  func stop() { state.withLock { $0.isStopped = true } }

  func start() {
    Thread.detachNewThread { [self] in
      while !state.withLock({ $0.isStopped }) {
        let number = commits + 1
        try? queue.write { database in
          for (id, run) in [(number % 9 + number / 9 * 10 + 1, 1), (600_000 + number, 2)] {
            try AnalysisDatabase.process(
              ["id": id, "run_id": run, "started_ns": 1], in: database)
          }
        }
        state.withLock { $0.commits += 1 }
      }
    }
  }
}
