import Foundation
import GRDB
import Testing

@testable import Store

@Suite("The timeline of a run")
struct TimelineTests {
  private static let second: Int64 = 1_000_000_000

  @Test("has each process with its place, and what the page says of it")
  func processes() throws {
    let database = try Self.database()
    let timeline = try #require(try database.reader().timeline(ofRun: 1))
    #expect(timeline.processes.map(\.brief.id) == [10, 11, 12])
    #expect(timeline.processes.map(\.parent) == [-1, 0, 1])
    #expect(timeline.processes.map(\.user) == ["root", "alice", "1001"])
    #expect(timeline.processes[1].tool == "bwa")
    #expect(timeline.processes[1].directory == "/data")
    #expect(timeline.processes[1].isCommandCut)
    #expect(timeline.processes[1].brief.command == ["bwa", "mem"])
    #expect(timeline.steps?.isEmpty == true)
    #expect(timeline.failures == nil)
    #expect(timeline.timeSpent?.isEmpty == true)
    #expect(try database.reader().timeline(ofRun: 2) == nil)
  }

  @Test("has steps, failures and times where the database has them")
  func views() throws {
    let database = try Self.database()
    try Self.addViews(database)
    let timeline = try #require(try database.reader().timeline(ofRun: 1))
    let step = try #require(timeline.steps?.first)
    #expect(step.label == "align sample=A")
    #expect((step.started, step.ended) == (2 * Self.second + 500_000_000, nil))
    #expect(timeline.processes.map(\.step) == [-1, 0, 0])
    let failures = try #require(timeline.failures)
    // The first cause comes before what came of it, however the rows lie.
    #expect(failures.elements.map(\.id) == [2, 1])
    #expect(failures.elements.map(\.process) == [2, 1])
    #expect(failures.elements[0].isHidden)
    #expect(failures.elements[0].step == "align sample=A")
    #expect(failures.elements[0].command == ["samtools", "sort"])
    #expect(
      failures.elements[0].evidence == [
        .init(column: "signal_name", number: nil, text: "SIGKILL"),
        .init(column: "oom_limit_bytes", number: 4096, text: "4096"),
      ])
    #expect(failures.elements.map(\.proof) == [["the group held 4 KiB"], []])
    #expect(timeline.processes.map(\.isFailure) == [false, true, true])
    let spent = try #require(timeline.timeSpent?.first)
    #expect((spent.tool, spent.processes, spent.split.threads) == ("bwa", 1, 4))
    #expect(spent.split.parts[0] == 1.5)
    #expect(spent.split.parts[1] == nil)
    #expect(timeline.processes[1].time?.parts[0] == 1.5)
  }

  @Test(
    "of very many processes tells the longest and those that ended badly, each with its ancestors")
  func choice() throws {
    let database = try AnalysisDatabase()
    try database.run(1, started: 0, ended: 1000)
    for id in 1...50 {
      // A chain of two below the root for each; the ninth ended badly, the last is the longest.
      try database.process([
        "id": id, "run_id": 1, "parent_id": id == 1 ? 0 : id % 2 == 0 ? 1 : id - 1,
        "started_ns": 0, "ended_ns": id == 1 ? 1000 : id, "status": id == 9 ? 256 : 0,
      ])
    }
    var options = RunTimeline.Options()
    options.processes = 4
    let timeline = try #require(try database.reader().timeline(ofRun: 1, options))
    #expect(timeline.processes.map(\.brief.id) == [1, 8, 9, 50])
    #expect(timeline.processes.map(\.parent) == [-1, 0, 1, 0])
    #expect(timeline.omitted == 46)
  }

  @Test("spreads what is known between samples, and the rest before and after them")
  func curves() throws {
    let database = try AnalysisDatabase()
    let second = Self.second
    try database.run(1, started: 0, ended: 10 * second)
    try database.process([
      "id": 1, "run_id": 1, "started_ns": 0, "ended_ns": 10 * second, "status": 0,
      "user_ns": 4 * second, "system_ns": 0, "read_bytes": 1000, "write_bytes": 0,
      "peak_rss": 500,
    ])
    for (at, cpu, rss, read) in [(2, nil, 100, 100), (4, 50.0, 300, 900)]
      as [(Int64, Double?, Int64, Int64)]
    {
      try database.execute(
        "INSERT INTO sample VALUES (1, ?, ?, ?, ?, 0, 1)", [at * second, cpu, rss, read])
    }
    var options = RunTimeline.Options()
    options.buckets = 5
    let curves = try #require(try database.reader().timeline(ofRun: 1, options)).curves
    // One second of CPU time between the samples; three are left for the eight seconds around.
    #expect(Self.rounded(curves.cpu) == [0.375, 0.5, 0.375, 0.375, 0.375])
    #expect(Self.rounded(curves.read) == [50, 400, 16.667, 16.667, 16.667])
    #expect(Self.rounded(curves.memory) == [0, 100, 300, 300, 300])
    #expect((curves.sampled, curves.isMemoryBound) == (1, false))
  }

  @Test("without samples has the memory as a bound, and the totals spread over each life")
  func unsampled() throws {
    let database = try AnalysisDatabase()
    try database.run(1, started: 0, ended: 100)
    for (id, start, end) in [(1, 0, 100), (2, 50, 75), (3, 60, 60)] {
      try database.process([
        "id": id, "run_id": 1, "parent_id": id == 1 ? 0 : 1, "started_ns": start, "ended_ns": end,
        "status": 0, "user_ns": 25, "system_ns": 0, "peak_rss": 10,
      ])
    }
    var options = RunTimeline.Options()
    options.buckets = 4
    let curves = try #require(try database.reader().timeline(ofRun: 1, options)).curves
    #expect(Self.rounded(curves.cpu) == [0.25, 0.25, 2.25, 0.25])
    #expect(Self.rounded(curves.memory) == [10, 10, 20, 10])
    #expect(curves.isMemoryBound)
  }

  @Test("of a run without processes is empty")
  func empty() throws {
    let database = try AnalysisDatabase()
    try database.run(1, started: 5, ended: nil)
    let timeline = try #require(try database.reader().timeline(ofRun: 1))
    #expect(timeline.processes.isEmpty)
    #expect((timeline.started, timeline.ended) == (5, 5))
  }

  // MARK: Helpers

  private static func rounded(_ values: [Double]) -> [Double] {
    values.map { ($0 * 1000).rounded() / 1000 }
  }

  private static func database() throws -> AnalysisDatabase {
    let database = try AnalysisDatabase()
    try database.run(1, started: second, ended: 9 * second)
    try database.execute("INSERT INTO tool VALUES (1, 'bwa')")
    for (id, uid) in [(10, 0), (11, 1000), (12, 1001)] {
      try database.process([
        "id": id, "run_id": 1, "parent_id": id == 10 ? 0 : id - 1, "uid": uid,
        "execution_id": id, "started_ns": Int64(id - 9) * second, "ended_ns": 9 * second,
        "status": 0, "tool_id": id == 11 ? 1 : nil, "execs": 1,
      ])
      try database.execute(
        """
        INSERT INTO execution(id, process_id, run_id, sequence, argv, argv_truncated, cwd)
          VALUES (?, ?, 1, 1, '["bwa","mem"]', ?, '/data')
        """, [id, id, id == 11])
    }
    return database
  }

  private static func addViews(_ database: AnalysisDatabase) throws {
    try database.execute(
      """
      DROP VIEW IF EXISTS steps; DROP VIEW IF EXISTS step_processes;
      DROP VIEW IF EXISTS failures; DROP VIEW IF EXISTS process_times;
      CREATE TABLE steps (step_id, run_id, parent_step_id, engine, name, label, details, process_id,
        started_at, ended_at, duration_s, exit_code, signal_name, processes, cpu_s,
        peak_rss_bytes, read_bytes, write_bytes);
      INSERT INTO steps VALUES (7, 1, NULL, 'snakemake', 'align', 'align sample=A', '{}', 11,
        '1970-01-01T00:00:02.500000Z', NULL, NULL, NULL, NULL, 2, 1.5, 4096, 0, 0);
      CREATE TABLE step_processes (step_id, process_id, run_id);
      INSERT INTO step_processes VALUES (7, 11, 1), (7, 12, 1);
      CREATE TABLE failures (failure_id, run_id, process_id, cause_id, step_process_id, at, kind,
        hidden, tool, command, exit_code, signal_name, sender_pid, sender_comm, oom_scope,
        oom_limit_bytes, rss_bytes, call, call_error, call_path, summary, proof);
      INSERT INTO failure_account VALUES (1, 2, 1, 1, 0, 0);
      INSERT INTO failures VALUES
        (1, 1, 11, 2, 11, '1970-01-01T00:00:09.000000Z', 'exit', 0, 'bash', 'bash', 1, NULL, NULL,
         NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'bash ended', '[]'),
        (2, 1, 12, 2, 11, '1970-01-01T00:00:08.000000Z', 'oom', 1, 'samtools',
         '["samtools","sort"]', NULL, 'SIGKILL', NULL, NULL, NULL, 4096, NULL, NULL, NULL, NULL,
         'samtools was killed', '["the group held 4 KiB"]');
      CREATE TABLE process_times (process_id, run_id, threads_s, on_cpu_s, runnable_s, throttled_s,
        block_io_s, fault_s, child_s, pipe_s, network_s, lock_s, sleep_s, other_s);
      INSERT INTO process_times VALUES (11, 1, 4, 1.5, NULL, 0, 0, 0, 0, 0, 0, 0, 2.5, 0);
      """)
  }
}
