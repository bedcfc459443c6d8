import GRDB
import Testing

@testable import Store

@Suite("What comparisons and advice read")
struct ComparedRunTests {
  @Test(
    "A run comes with its processes, in any mixture of ids, with steps and failures if there are any"
  )
  func reading() throws {
    let database = try AnalysisDatabase()
    try database.fill(seed: 3, runs: 3, processes: 40, areInterleaved: true)
    let run = try #require(try database.reader().comparedRun(id: 2))
    #expect(run.processes.count == 40)
    #expect(run.processes.map(\.id) == run.processes.map(\.id).sorted())
    let none = try database.reader().comparedRun(id: 9)
    #expect(none == nil)

    try Self.addSteps(to: database)
    let second = try #require(try database.reader().comparedRun(id: 2))
    #expect(second.steps == [ComparedStep(engine: "snakemake", name: "align", label: "align s=A")])
    #expect(second.processes.filter { $0.step == 0 }.map(\.id) == [14])
    #expect(second.failures == [14: "it failed"])
    let first = try #require(try database.reader().comparedRun(id: 1))
    #expect(first.failures == [:])
  }

  @Test("Requirements are of executions that succeeded, with their forks, and of steps")
  func requirements() throws {
    let database = try AnalysisDatabase()
    try database.run(1, started: 0, ended: 1000)
    try database.execute("INSERT INTO tool VALUES (1, 'bwa')")
    let process: (Int, [String: Int]) throws -> Void = { id, more in
      var row: [String: (any DatabaseValueConvertible)?] = [
        "id": id, "run_id": 1, "tool_id": 1, "execution_id": id, "execs": 1, "started_ns": 100,
        "ended_ns": 200, "status": 0, "user_ns": 50, "system_ns": 50, "peak_rss": 10,
        "peak_rss_source": 1,
      ]
      for (column, value) in more { row[column] = value }
      try database.process(row)
    }
    try process(10, [:])
    // Two forks at the same time, and one after them.
    for (id, start, end) in [(11, 120, 150), (12, 140, 160), (13, 160, 190)] {
      try process(
        id, ["execution_id": 10, "execs": 0, "started_ns": start, "ended_ns": end, "peak_rss": 7])
    }
    try process(14, ["status": 256])
    try process(15, ["status": 9, "oom_killed": 1, "peak_rss": 90])
    try process(16, ["peak_rss_source": 2])
    let all = try database.reader().requirements(ExecutionFilter()).all
    let bwa = try #require(all.first)
    #expect((bwa.executions, bwa.succeeded, bwa.failed, bwa.outOfMemory) == (4, 2, 1, 1))
    #expect((bwa.memory.count, bwa.memory.max, bwa.memoryNotKnown) == (1, 24, 1))
    #expect(bwa.outOfMemoryPeak == 90)
    #expect(bwa.processors.max == 4000)

    try Self.addSteps(to: database)
    let step = try #require(
      try database.reader().requirements(ExecutionFilter()).all.first {
        $0.subject == .step(engine: "snakemake", name: "align")
      })
    #expect((step.executions, step.failed, step.wall.count) == (1, 1, 0))
  }

  @Test("The statements go by an index or the primary key")
  func plans() throws {
    let database = try AnalysisDatabase()
    let statements = [
      ComparisonSQL.processesByID, ComparisonSQL.processesOfRun, ComparisonSQL.files,
      ComparisonSQL.libraryUses, ComparisonSQL.command, ComparisonSQL.librariesOfRun,
      RequirementSQL.processesByID, RequirementSQL.processesOfRun, RequirementSQL.environments,
    ]
    for sql in statements {
      let plan = try database.reader().reading {
        try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN " + sql.replacing("?", with: "1")).map {
          $0["detail"] as String
        }
      }
      #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP") }, "\(plan)")
    }
  }

  /// As the views are that tell steps and failures.
  private static func addSteps(to database: AnalysisDatabase) throws {
    try database.execute(
      """
      DROP VIEW IF EXISTS steps; DROP VIEW IF EXISTS step_processes; DROP VIEW IF EXISTS failures;
      CREATE VIEW steps AS SELECT 7 AS step_id, run_id, NULL AS parent_step_id,
        'snakemake' AS engine, 'align' AS name, 'align s=A' AS label, 1 AS exit_code,
        'x' AS ended_at FROM process WHERE id = 14;
      CREATE VIEW step_processes AS SELECT 7 AS step_id, id AS process_id, run_id FROM process
        WHERE id = 14;
      CREATE VIEW failures AS SELECT id AS process_id, run_id, 'it failed' AS summary FROM process
        WHERE id = 14;
      """)
  }
}
