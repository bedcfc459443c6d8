/// Reads what each process needed; those that executed something, and the forks, which belong to
/// somebody else's execution.
struct RequirementScan {
  /// The numbers of a process.
  struct Use {
    var started: Int64
    /// 0: not seen.
    var ended: Int64
    var cpu: Int64
    /// -1: not known exactly.
    var peak: Int64
    var isOutOfMemory: Bool
    var hasSucceeded: Bool
    var executionID: Int64
    var tool: Int64
  }

  private(set) var executed: [Use] = []
  private(set) var forks: [Use] = []
  private let runs: SelectedRuns
  private let filter: ExecutionFilter

  init(_ runs: SelectedRuns, _ filter: ExecutionFilter, capacity: Int) {
    (self.runs, self.filter) = (runs, filter)
    executed.reserveCapacity(capacity)
  }

  mutating func read(_ parts: [ScanPart], from connection: AnalysisConnection) throws {
    let byID = try connection.prepare(RequirementSQL.processesByID)
    let byRun = try connection.prepare(RequirementSQL.processesOfRun)
    for part in parts {
      let statement = part.runID == nil ? byID : byRun
      statement.reset()
      let bounds = [part.runID, part.ids.lowerBound, part.ids.upperBound].compactMap { $0 }
      for (index, bound) in bounds.enumerated() { statement.bind(bound, at: index) }
      while try statement.step() { take(statement) }
    }
  }

  private mutating func take(_ row: AnalysisStatement) {
    guard runs.indexByID[row.integer(0)] >= 0 else { return }
    let started = row.integer(2)
    if let since = filter.since, started < since { return }
    if let until = filter.until, started >= until { return }
    let use = Use(
      started: started, ended: row.integer(3), cpu: row.integer(7) &+ row.integer(8),
      peak: row.integer(10) == MeasureSource.exact.rawValue ? row.optionalInteger(9) ?? -1 : -1,
      isOutOfMemory: row.integer(5) != 0, hasSucceeded: row.optionalInteger(4) == 0,
      executionID: row.integer(11), tool: row.integer(1))
    if row.integer(6) > 0 { executed.append(use) } else { forks.append(use) }
  }
}

/// The statements behind requirements: those of the analyses, with the execution.
enum RequirementSQL {
  private static let processes = """
    SELECT run_id, tool_id, started_ns, ended_ns, status, oom_killed, execs, user_ns, system_ns,
      peak_rss, peak_rss_source, execution_id FROM process
    """

  /// By the first and the last id.
  static let processesByID = processes + " WHERE id BETWEEN ? AND ? ORDER BY id"
  /// By run id, the first and the last id.
  static let processesOfRun = processes + " WHERE run_id = ? AND id BETWEEN ? AND ? ORDER BY id"

  /// Steps that somebody can ask resources for; a line of a shell is none.
  static let steps = """
    SELECT step_id, run_id, parent_step_id, engine, name,
      CASE WHEN ended_at IS NOT NULL THEN coalesce(exit_code, 128) END
    FROM steps
    """
  static let stepProcesses = """
    SELECT s.step_id, p.started_ns, p.ended_ns, p.user_ns, p.system_ns, p.peak_rss,
      p.peak_rss_source, p.oom_killed
    FROM step_processes s JOIN process p ON p.id = s.process_id
    """
  /// By the first and the last process id.
  static let environments = """
    SELECT p.run_id, p.started_ns, p.ended_ns, p.user_ns, p.system_ns, p.peak_rss,
      p.peak_rss_source, p.oom_killed, e.environment
    FROM process p JOIN execution e ON e.id = p.execution_id
    WHERE p.id BETWEEN ? AND ? AND e.environment IS NOT NULL
    """
}
