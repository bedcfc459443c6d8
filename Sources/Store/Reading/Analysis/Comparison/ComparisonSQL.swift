/// The statements behind a comparison. As for the analyses, the processes of a run are read as a
/// range of ids or by the index, in the order of their ids.
enum ComparisonSQL {
  private static let processes = """
    SELECT p.run_id, p.id, p.parent_id, p.tool_id, p.pid, p.started_ns, p.ended_ns, p.status,
      p.oom_killed, p.execs, p.user_ns, p.system_ns, p.peak_rss, p.peak_rss_source,
      p.execution_id, e.argv, e.executable_id
    FROM process p LEFT JOIN execution e ON e.id = p.execution_id
    """

  /// By the first and the last id.
  static let processesByID = processes + " WHERE p.id BETWEEN ? AND ? ORDER BY p.id"
  /// By run id, the first and the last id.
  static let processesOfRun =
    processes + " WHERE p.run_id = ? AND p.id BETWEEN ? AND ? ORDER BY p.id"

  /// By execution id.
  static let command = "SELECT argv, cwd FROM execution WHERE id = ?"
  /// By library id.
  static let program = """
    SELECT name, path, build_id, package, version FROM library WHERE id = ?
    """
  /// By run id.
  static let identity = """
    SELECT s.host || '/' || s.boot_id || '/' || s.pid || '/' || s.pid_start_ns || '/'
      || s.started_ns || '/' || r.id || '/' || r.started_ns
    FROM run r JOIN session s ON s.id = r.session_id WHERE r.id = ?
    """
  /// Runs of thousands, read once: by pipeline, command, the moment before which they began.
  static let earlier = """
    SELECT id, processes FROM run
    WHERE pipeline IS ?1 AND (pipeline IS NOT NULL OR command = ?2) AND started_ns < ?3
      AND ended_ns IS NOT NULL AND status = 0 AND complete = 1 ORDER BY id DESC
    """
  /// Whether there is a view or table of this name.
  static let relation = "SELECT count(*) FROM sqlite_schema WHERE name = ?"

  // MARK: What other parts of the database tell, where they are there

  /// By run id.
  static let steps = "SELECT step_id, engine, name, label FROM steps WHERE run_id = ?"
  static let stepProcesses = "SELECT step_id, process_id FROM step_processes WHERE run_id = ?"
  static let failures = "SELECT process_id, summary FROM failures WHERE run_id = ?"

  // MARK: Files and libraries

  /// By the first and the last process id: the rows of a run lie together.
  static let files = """
    SELECT run_id, path_id, process_id, access, type, opens, bytes_read, error FROM file
    WHERE process_id BETWEEN ? AND ?
    """
  static let path = "SELECT path FROM path WHERE id = ?"
  static let scripts = """
    SELECT DISTINCT script FROM execution e JOIN process p ON p.execution_id = e.id
    WHERE p.run_id = ? AND script IS NOT NULL
    """
  /// By run id.
  static let librariesOfRun = """
    SELECT l.id, l.kind, l.name, l.version, l.path, l.build_id, l.package
    FROM library_use u JOIN library l ON l.id = u.library_id WHERE u.run_id = ?
    """
  /// By the first and the last process id.
  static let libraryUses = """
    SELECT run_id, process_id, library_id FROM process_library WHERE process_id BETWEEN ? AND ?
    """
}
