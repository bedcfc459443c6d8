import Failures
import GRDB
import Testing

@testable import Store

@Suite("Failures of stored runs")
struct FailureRowsTests {
  private let database: WriterDatabase
  private let writer: RecordWriter

  init() throws {
    database = try WriterDatabase()
    writer = try database.writer()
  }

  /// `count` processes with exit status 1 below a root with 0, each refused a file.
  private func fill(run: Int64, failing count: Int) throws {
    let first = run * 1_000_000
    try database.execute(
      """
      INSERT INTO run (id, session_id, command, started_ns, ended_ns, status, complete)
        VALUES (\(run), 1, '["make"]', 0, 9000, 0, 1);
      INSERT INTO tool VALUES (\(run), 'tool\(run)');
      INSERT INTO process (id, run_id, parent_id, execution_id, pid, ppid, uid, gid, comm, execs,
          seeded, oom_killed, cgroup_id, started_ns, ended_ns, status, tool_id)
        VALUES (\(first), \(run), 0, 0, 1, 0, 0, 0, 'make', 1, 0, 0, 0, 0, 9000, 0, NULL);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
      INSERT INTO process (id, run_id, parent_id, execution_id, pid, ppid, uid, gid, comm, execs,
          seeded, oom_killed, cgroup_id, started_ns, ended_ns, status, tool_id)
        SELECT \(first) + i, \(run), \(first), 0, i, 1, 7, 0, 'tool', 1, 0, 0, 0, 0, 100, 256, \(run)
        FROM n;
      INSERT INTO failed_call
        SELECT run_id, id, 90, 'openat', 'ENOENT', 'x', 0, 0, 1, NULL, 0, 0, 0
        FROM process WHERE run_id = \(run) AND status <> 0;
      """)
  }

  @Test("What is stored is what follows when it is asked for")
  func storedAndComputed() throws {
    try fill(run: 1, failing: 3)
    try fill(run: 2, failing: 2)
    let reader = try StoreReader(path: database.path)
    let computed = try reader.failures(ofRun: 2, limit: 10)
    try writer.batch {
      try $0.writeFailures(ofRun: 1, excusing: [])
      try $0.writeFailures(ofRun: 2, excusing: [])
    }
    let stored = try reader.failures(ofRun: 2, limit: 10)
    #expect(stored.account == computed.account)
    #expect(stored.account.failures == 2 && stored.account.hidden == 2)
    #expect(stored.failures.elements.map(\.id) == [4, 5])
    #expect(stored.failures.elements.map(\.summary) == computed.failures.elements.map(\.summary))
    #expect(
      try database.lines(
        """
        SELECT failure_id || '|' || cause_id || '|' || step_process_id || '|' || kind || '|'
          || hidden || '|' || tool || '|' || exit_code || '|' || call_error || '|' || call_path
        FROM failures WHERE run_id = 1 LIMIT 1
        """) == ["1|1|1000000|exit|1|tool1|1|ENOENT|x"])
  }

  @Test("A run without a bad end has an account, and no failure")
  func none() throws {
    try fill(run: 1, failing: 0)
    try database.execute("UPDATE process SET status = 0")
    try writer.batch { try $0.writeFailures(ofRun: 1, excusing: []) }
    let reader = try StoreReader(path: database.path)
    #expect(try reader.failures(ofRun: 1, limit: 10).account.failures == 0)
    #expect(
      try database.lines("SELECT run_id || '|' || failures || '|' || excused FROM failure_account")
        == ["1|0|0"])
  }

  @Test("Of a hundred thousand failures, some are looked at and the rest is counted")
  func many() throws {
    try fill(run: 1, failing: 100_000)
    let start = ContinuousClock.now
    try writer.batch { try $0.writeFailures(ofRun: 1, excusing: []) }
    #expect(ContinuousClock.now - start < .seconds(20))
    let report = try StoreReader(path: database.path).failures(ofRun: 1, limit: 5)
    #expect(report.account.failures == 10_000 && report.account.omitted == 90_000)
    #expect(report.failures.elements.count == 5 && report.failures.omitted == 9_995)
  }

  @Test("A program that a shell did not find is the shell's, whatever that executed later")
  func notFound() throws {
    try fill(run: 1, failing: 0)
    try database.execute("DELETE FROM process WHERE status <> 0; DELETE FROM failed_call")
    try database.execute(
      """
      UPDATE process SET execution_id = 8, tool_id = 1;
      INSERT INTO execution (id, process_id, run_id, sequence, at_ns, argv, argv_truncated) VALUES
        (7, 1000000, 1, 1, 10, '["/bin/sh","run.sh"]', 0), (8, 1000000, 1, 2, 100, '["cat"]', 0);
      INSERT INTO failed_call VALUES
        (1, 1000000, 90, 'newfstatat', 'ENOENT', '/bin/bwa', 0, 0, 7, NULL, 0, 0, 1),
        (1, 1000000, 110, 'newfstatat', 'ENOENT', '/bin/x', 0, 0, 1, NULL, 0, 0, 1);
      """)
    try writer.batch { try $0.writeFailures(ofRun: 1, excusing: []) }
    #expect(
      try database.lines(
        "SELECT process_id || '|' || kind || '|' || hidden || '|' || tool FROM failures")
        == ["1000000|missing_command|1|bwa"])
    let plan = try database.lines(
      "EXPLAIN QUERY PLAN " + FailureSQL.notFoundCount.replacing("?", with: "1"))
    #expect(plan.contains { $0.contains("failed_call_not_found") }, "\(plan)")
  }

  @Test("Bad ends are found by an index of their own")
  func plan() throws {
    let plan = try database.lines(
      "EXPLAIN QUERY PLAN " + FailureSQL.badEndCount.replacing("?", with: "1"))
    #expect(plan.contains { $0.contains("process_bad_end") }, "\(plan)")
  }

  @Test("An analysis adds up runs, and keeps to users and times")
  func analysis() throws {
    try fill(run: 1, failing: 3)
    try fill(run: 2, failing: 2)
    try writer.batch { try $0.writeFailures(ofRun: 1, excusing: []) }
    let reader = try StoreReader(path: database.path)
    let all = try reader.failures(ExecutionFilter(), top: 4)
    #expect(all.runs == 2 && all.runsWithFailures == 2 && all.account.causes == 5)
    #expect(all.causes.elements.map(\.runID) == [2, 2, 1, 1] && all.causes.omitted == 1)
    #expect(all.groups.map(\.tool) == ["tool1", "tool2"])
    #expect(
      all.groups.map(\.causes) == [3, 2] && all.groups.map(\.callError) == ["ENOENT", "ENOENT"])
    var filter = ExecutionFilter()
    filter.users = [8]
    #expect(try reader.failures(filter, top: 4).account.failures == 0)
    filter.users = [7]
    #expect(try reader.failures(filter, top: 4).account.failures == 5)
    (filter.since, filter.until) = (0, 100)
    #expect(try reader.failures(filter, top: 4).account.failures == 0)
  }
}
