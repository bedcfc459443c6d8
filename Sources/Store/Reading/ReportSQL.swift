/// The statements behind a report.
///
/// A run may be one of thousands in a database of millions of processes: whatever is asked of its
/// processes goes through the index on `process.run_id`, and whatever is asked of executions goes
/// from a process or by their id. `execution.run_id` has no index.
enum ReportSQL {
  // MARK: Runs

  private static let runColumns = """
    SELECT r.id, r.name, r.pipeline, r.command, r.started_ns, r.ended_ns, r.status,
      coalesce(r.processes, (SELECT count(*) FROM process WHERE run_id = r.id)),
      coalesce(r.executions, (SELECT sum(execs) FROM process WHERE run_id = r.id)),
      (SELECT sum(count) FROM loss WHERE run_id = r.id),
      r.complete, r.interrupted, s.host, s.kernel,
      r.tracing_cpu_ns, r.tracing_peak_rss, r.tracing_kernel_ns, r.trace_id
    FROM run r JOIN session s ON s.id = r.session_id
    """

  static let run = runColumns + " WHERE r.id = ?"
  static let runs = runColumns + " ORDER BY r.id DESC LIMIT ?"

  // MARK: Processes

  /// What a ``ProcessBrief`` is made of.
  static let processColumns = """
    p.id, p.pid, p.comm, coalesce(e.script, e.executable), e.argv, p.execs,
      p.started_ns, p.ended_ns, p.status,
      p.killer_pid, p.killer_comm, \(senderRelation), p.signal_code, p.oom_killed,
      p.user_ns, p.system_ns, p.peak_rss, p.peak_rss_source, p.read_bytes, p.write_bytes,
      (SELECT words FROM container WHERE id = p.container_key),
      s.id, s.engine, s.label, s.process_id = p.id
    """

  /// By process id.
  static let process = """
    SELECT \(processColumns)
    FROM process p LEFT JOIN execution e ON e.id = p.execution_id
      LEFT JOIN step s ON s.id = p.step_id
    WHERE p.id = ?
    """

  /// By run id. Ids grow in the order in which processes were seen, so the root's is the first.
  static let root = """
    SELECT id FROM process WHERE run_id = ? AND parent_id = 0 ORDER BY id LIMIT 1
    """

  /// By run id, root's id, limit.
  static let slowest = """
    SELECT id FROM process WHERE run_id = ? AND ended_ns IS NOT NULL AND id <> ?
    ORDER BY ended_ns - started_ns DESC, id LIMIT ?
    """

  /// By run id, limit.
  static let largest = """
    SELECT id FROM process WHERE run_id = ? AND peak_rss IS NOT NULL
    ORDER BY peak_rss DESC, id LIMIT ?
    """

  /// By run id.
  static let totals = """
    SELECT count(*), sum(execs), sum(ended_ns IS NULL), sum(status <> 0),
      sum(oom_killed), sum(NOT oom_killed AND status & 127 <> 0),
      sum(user_ns), sum(system_ns), sum(read_bytes), sum(write_bytes), sum(rchar), sum(wchar),
      sum(minor_faults), sum(major_faults)
    FROM process WHERE run_id = ?
    """

  /// By run id, limit; parents come before their children.
  static let treeNodes = """
    SELECT id, parent_id, comm, coalesce(status <> 0, 0) OR oom_killed
    FROM process WHERE run_id = ? ORDER BY id LIMIT ?
    """

  // MARK: Tools

  /// By run id. A process that executed nothing itself may be named after the thread that forked
  /// it: it counts as the program of the process whose image it shares. The kernel keeps 15 bytes
  /// of a name: of one that may have been cut, the path comes along.
  static let tools = """
    SELECT coalesce(owner.comm, p.comm) AS name,
      CASE WHEN \(size(of: "coalesce(owner.comm, p.comm)")) >= 15
        THEN coalesce(e.script, e.executable) END AS path,
      count(*), sum(p.ended_ns IS NULL), sum(p.status <> 0), sum(p.ended_ns - p.started_ns),
      sum(p.user_ns), sum(p.system_ns), max(p.peak_rss), p.peak_rss_source,
      sum(p.read_bytes), sum(p.write_bytes), sum(p.rchar), sum(p.wchar)
    FROM process p
      LEFT JOIN execution e ON e.id =
        CASE WHEN p.execs = 0 OR \(size(of: "p.comm")) >= 15 THEN p.execution_id END
      LEFT JOIN process owner ON owner.id = CASE WHEN p.execs = 0 THEN e.process_id END
        AND owner.execution_id = e.id
    WHERE p.run_id = ? GROUP BY name, path
    """

  // MARK: Times

  /// By run id. What is missing of one process is missing of its program.
  static let times = """
    SELECT t.name, count(*), sum(x.threads_ns), sum(x.on_cpu_ns), sum(x.runnable_ns),
      iif(count(x.throttled_ns) = count(*), sum(x.throttled_ns), NULL), sum(x.block_io_ns),
      sum(x.fault_ns), sum(x.child_ns), sum(x.pipe_ns), sum(x.network_ns), sum(x.lock_ns),
      sum(x.sleep_ns), sum(x.other_ns)
    FROM process p JOIN process_time x ON x.process_id = p.id LEFT JOIN tool t ON t.id = p.tool_id
    WHERE p.run_id = ? GROUP BY p.tool_id
    ORDER BY sum(x.threads_ns) - sum(x.child_ns) DESC, t.name
    """

  // MARK: Endings

  /// By root's id, run id, limit. The first of each group stands for it.
  static let endings = """
    SELECT min_id, n, is_root, is_ordinary, sum(n) OVER () FROM (
      SELECT min(p.id) AS min_id, count(*) AS n, p.id = ? AS is_root,
        \(isOrdinary) AS is_ordinary,
        CASE WHEN p.oom_killed THEN 0 WHEN \(isOrdinary) THEN 3 WHEN p.status & 127 THEN 1 ELSE 2
          END AS rank
      FROM process p LEFT JOIN execution e ON e.id =
        CASE WHEN \(size(of: "p.comm")) >= 15 THEN p.execution_id END
      WHERE p.run_id = ? AND (p.status <> 0 OR p.oom_killed)
      GROUP BY is_root, p.comm, coalesce(e.script, e.executable), p.status, p.oom_killed,
        p.killer_comm, \(senderRelation), p.signal_code IS NULL
    ) ORDER BY is_root DESC, rank, n DESC, min_id LIMIT ?
    """

  /// SIGPIPE and SIGALRM; SIGHUP, SIGINT and SIGTERM from the parent.
  private static let isOrdinary = """
    (NOT p.oom_killed AND (p.status & 127 IN (13, 14)
      OR (p.status & 127 IN (1, 2, 15) AND coalesce(\(senderRelation) = 2, 0))))
    """

  /// ``SignalSender/Relation``.
  private static let senderRelation =
    "CASE p.killer_pid WHEN p.pid THEN 1 WHEN p.ppid THEN 2 ELSE 0 END"

  /// By run id, limit.
  static let failedExecutions = """
    SELECT error, path, n, recovered, process_id, sum(n) OVER () FROM (
      SELECT e.error, e.executable AS path, count(*) AS n,
        sum(EXISTS (SELECT 1 FROM execution later WHERE later.process_id = e.process_id
          AND later.id > e.id AND later.error IS NULL)) AS recovered,
        min(p.id) AS process_id
      FROM process p CROSS JOIN execution e ON e.process_id = p.id
      WHERE p.run_id = ? AND e.error IS NOT NULL GROUP BY e.error, e.executable
    ) ORDER BY n = recovered, n DESC, error, path LIMIT ?
    """

  // MARK: Losses

  /// By run id, and the times between which they were noticed.
  static let losses = """
    SELECT kind, sum(count) FROM loss WHERE run_id = ? AND at_ns BETWEEN ? AND ?
    GROUP BY kind ORDER BY sum(count) DESC, kind
    """

  // MARK: Hooks

  /// By run id.
  static let hooks = """
    SELECT h.name, h.state, h.reason, h.checked_ns, h.latency_ns
    FROM hook h JOIN run r ON r.session_id = h.session_id
    WHERE r.id = ? ORDER BY h.name
    """

  static let signals = "SELECT number, name FROM signal"

  private static func size(of column: String) -> String {
    "length(CAST(\(column) AS BLOB))"
  }
}
