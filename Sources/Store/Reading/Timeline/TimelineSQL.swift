/// The statements behind a ``RunTimeline``. Whatever is asked of processes goes through the index on
/// `process.run_id`; the views of steps, failures and times are asked for only where they are there.
enum TimelineSQL {
  /// By run id: what is needed of every process.
  static let lives = """
    SELECT id, parent_id, started_ns, ended_ns, coalesce(status <> 0, 0) OR oom_killed,
      user_ns + system_ns, read_bytes, write_bytes, peak_rss
    FROM process WHERE run_id = ? ORDER BY id
    """

  /// By run id.
  static let processes = """
    SELECT \(ReportSQL.processColumns),
      coalesce(t.name, p.comm), coalesce(e.argv_truncated, 0), p.execs, e.cwd,
      coalesce(u.name, CAST(p.uid AS TEXT)), p.max_threads
    FROM process p
      LEFT JOIN execution e ON e.id = p.execution_id
      LEFT JOIN tool t ON t.id = p.tool_id
      LEFT JOIN user u ON u.uid = p.uid
      LEFT JOIN step s ON s.id = p.step_id
    WHERE p.run_id = ? ORDER BY p.id
    """

  /// By run id.
  static let samples = """
    SELECT s.process_id, s.at_ns, s.cpu_percent, s.rss, s.read_bytes, s.write_bytes
    FROM process p CROSS JOIN sample s ON s.process_id = p.id
    WHERE p.run_id = ? ORDER BY p.id, s.at_ns
    """

  // MARK: Views that may be there

  /// By run id.
  static let steps = """
    SELECT step_id, parent_step_id, engine, coalesce(label, name), \(nanoseconds("started_at")),
      \(nanoseconds("ended_at")), exit_code, signal_name, processes, cpu_s, peak_rss_bytes,
      read_bytes, write_bytes
    FROM steps WHERE run_id = ? ORDER BY started_at, step_id
    """

  /// By run id.
  static let stepProcesses = "SELECT step_id, process_id FROM step_processes WHERE run_id = ?"

  /// By run id, limit. First causes before what came of them, hidden ones first: they are what
  /// nobody has told of yet.
  static let failures = """
    SELECT failure_id, cause_id, process_id, step_process_id, \(nanoseconds("at")), kind, hidden,
      tool, command, summary, exit_code, signal_name, sender_pid, sender_comm, oom_scope,
      oom_limit_bytes, rss_bytes, call, call_error, call_path, proof, count(*) OVER ()
    FROM failures WHERE run_id = ?
    ORDER BY failure_id <> cause_id, hidden DESC, at, failure_id LIMIT ?
    """
  /// By run id.
  static let failedProcesses = "SELECT process_id FROM failures WHERE run_id = ?"
  /// The columns from `exit_code` on, but for the last two.
  static let evidence = [
    "exit_code", "signal_name", "sender_pid", "sender_comm", "oom_scope", "oom_limit_bytes",
    "rss_bytes", "call", "call_error", "call_path",
  ]

  /// By run id.
  static let times = """
    SELECT process_id, threads_s, \(RunTimeline.TimeSplit.names.map { "\($0)_s" }.joined(separator: ", "))
    FROM process_times WHERE run_id = ?
    """

  // MARK: Files and libraries

  /// By run id, limit. What was written is an output, so it comes first. Paths of which nothing but
  /// the name was used are left out.
  static let files = """
    SELECT p.path, processes, opens, failed, error, reads, writes, bytes_read, bytes_written, total
    FROM (
      SELECT path_id, count(*) AS processes, sum(opens) AS opens, sum(failed) AS failed,
        min(error) AS error, max(access & 1) AS reads, max(access & 2) AS writes,
        sum(bytes_read) AS bytes_read, sum(bytes_written) AS bytes_written,
        count(*) OVER () AS total
      FROM process q CROSS JOIN file f ON f.process_id = q.id
      WHERE q.run_id = ? AND access & 3 AND type IN (0, 32768) GROUP BY path_id
    ) JOIN path p ON p.id = path_id
    ORDER BY writes = 0, coalesce(bytes_written, 0) + coalesce(bytes_read, 0) DESC, opens DESC,
      p.path LIMIT ?
    """

  /// By run id, limit.
  static let libraries = """
    SELECT l.kind, l.name, l.version, l.package, u.processes, count(*) OVER ()
    FROM library_use u JOIN library l ON l.id = u.library_id
    WHERE u.run_id = ? ORDER BY u.processes DESC, l.kind, l.name, l.id LIMIT ?
    """

  /// A time of a view as nanoseconds since 1970; the views have whole microseconds.
  private static func nanoseconds(_ column: String) -> String {
    "(unixepoch(substr(\(column), 1, 19)) * 1000000 + substr(\(column), 21, 6)) * 1000"
  }
}
