/// The statements behind failures.
enum FailureSQL {
  /// Of processes, in the order that ``FailureEvidenceReader`` takes them in.
  private static let columns = """
    SELECT p.id, p.parent_id, p.pid, p.ppid, coalesce(t.name, p.comm), e.argv, p.execs, e.at_ns,
      p.ended_ns, p.status, p.oom_killed, p.killer_pid, p.killer_comm, p.signal_code, p.peak_rss
    FROM process p LEFT JOIN execution e ON e.id = p.execution_id
      LEFT JOIN tool t ON t.id = p.tool_id
    """

  /// Written as the index on bad ends is.
  private static let badEnd = "run_id = ? AND (status <> 0 OR oom_killed)"

  /// By run id, limit.
  static let badEnds = """
    \(columns) WHERE p.id IN
      (SELECT id FROM process WHERE \(badEnd) ORDER BY id LIMIT ?)
    """
  /// By run id.
  static let badEndCount = "SELECT count(*) FROM process WHERE \(badEnd)"
  /// By process id.
  static let process = "\(columns) WHERE p.id = ?"

  /// By process id.
  static let calls = """
    SELECT at_ns, call, error, object, cut, times, bytes, of_parent FROM failed_call
    WHERE process_id = ? AND NOT not_found ORDER BY at_ns
    """
  /// By run id, limit.
  static let notFound = """
    SELECT at_ns, call, error, object, cut, times, bytes, process_id FROM failed_call
    WHERE run_id = ? AND not_found ORDER BY rowid LIMIT ?
    """
  /// By run id.
  static let notFoundCount = "SELECT count(*) FROM failed_call WHERE run_id = ? AND not_found"
  /// By process id, the latest time: what it had executed by then.
  static let image = """
    SELECT argv FROM execution WHERE process_id = ? AND error IS NULL AND at_ns <= ?
    ORDER BY id DESC LIMIT 1
    """
  /// By process id: the latest first.
  static let executions = """
    SELECT executable, argv, error FROM execution WHERE process_id = ? ORDER BY id DESC LIMIT 64
    """
  /// By process id.
  static let memoryKill = """
    SELECT k.scope, k.limit_bytes, k.rss, k.at_ns, c.path
    FROM oom_kill k LEFT JOIN run r ON r.id = k.run_id
      LEFT JOIN cgroup c ON c.session_id = r.session_id AND c.id = k.cgroup_id
    WHERE k.process_id = ?
    """
  /// By run id, the victim's id, the time twice, limit.
  static let beside = """
    SELECT coalesce(t.name, p.comm), p.pid, p.peak_rss
    FROM process p LEFT JOIN tool t ON t.id = p.tool_id
    WHERE p.run_id = ? AND p.id <> ? AND p.started_ns <= ? AND coalesce(p.ended_ns >= ?, 1)
      AND p.peak_rss IS NOT NULL
    ORDER BY p.peak_rss DESC LIMIT ?
    """

  static let insert = """
    INSERT INTO failure VALUES (\(Array(repeating: "?", count: 22).joined(separator: ", ")))
    """
  static let lastID = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'failure'"
  /// By run id.
  static let account = """
    SELECT failures, causes, hidden, excused, omitted FROM failure_account WHERE run_id = ?
    """

  /// In the order that ``StoredFailure`` takes them in; the names of signals are the reader's.
  private static let stored = """
    SELECT f.id, f.run_id, f.process_id, f.cause_id, f.step_process_id, f.at_ns, f.kind, f.hidden,
      f.tool, f.command, f.exit_code, g.name, f.sender_pid, f.sender_comm, f.oom_scope,
      f.oom_limit, f.rss, f.call, f.call_error, f.call_path, f.summary, f.proof
    FROM failure f LEFT JOIN signal g ON g.number = f.signal
    """
  /// By process id.
  static let user = "SELECT uid FROM process WHERE id = ?"
  /// By run id, limit. First causes first, those that were covered up before others.
  static let ofRun = """
    \(stored) WHERE f.run_id = ? ORDER BY f.cause_id <> f.id, NOT f.hidden, f.id LIMIT ?
    """
}
