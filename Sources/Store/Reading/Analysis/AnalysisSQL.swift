/// The statements behind the analyses.
///
/// A run's processes are found by the index on `process.run_id` or, where its ids lie close
/// together, as a range of ids; all processes are read once, in the order of their ids. Nothing is
/// sorted or grouped by SQLite: that would write a temporary tree of as many rows as there are
/// processes.
enum AnalysisSQL {
  // MARK: Runs

  /// Newest first. A run that has not ended has no count yet.
  static let runs = """
    SELECT id, pipeline, started_ns, ended_ns, processes FROM run ORDER BY id DESC
    """
  static let pipelines = """
    SELECT DISTINCT pipeline FROM run WHERE pipeline IS NOT NULL ORDER BY pipeline
    """
  /// By run id.
  static let processCount = "SELECT count(*) FROM process WHERE run_id = ?"
  static let firstProcess = "SELECT min(id) FROM process WHERE run_id = ?"
  static let lastProcess = "SELECT max(id) FROM process WHERE run_id = ?"

  // MARK: Processes

  private static let columns = """
    SELECT run_id, tool_id, started_ns, ended_ns, status, oom_killed, execs, user_ns, system_ns,
      peak_rss, peak_rss_source, rchar, wchar, read_bytes, write_bytes, uid
    """

  private static let lineage = ", id, parent_id"

  /// By the first and the last id.
  static func processes(withLineage: Bool) -> String {
    columns + (withLineage ? lineage : "")
      + " FROM process WHERE id BETWEEN ? AND ? ORDER BY id"
  }

  /// By run id, the first and the last id.
  static func processesOfRun(withLineage: Bool) -> String {
    columns + (withLineage ? lineage : "")
      + " FROM process WHERE run_id = ? AND id BETWEEN ? AND ? ORDER BY id"
  }

  /// Ids of all processes: the first and the last.
  static let firstID = "SELECT min(id) FROM process"
  static let lastID = "SELECT max(id) FROM process"

  // MARK: Names

  /// By tool id.
  static let tool = "SELECT name FROM tool WHERE id = ?"
  static let lastTool = "SELECT max(id) FROM tool"
  static let users = "SELECT uid, name FROM user ORDER BY uid"
  static let hasTools = """
    SELECT count(*) FROM pragma_table_info('process') WHERE name = 'tool_id'
    """
  /// By process id.
  static let process = """
    SELECT p.pid, p.execs, e.argv
    FROM process p LEFT JOIN execution e ON e.id = p.execution_id WHERE p.id = ?
    """

  // MARK: Libraries

  static let libraries = "SELECT id, kind, name, version, package, build_id, path FROM library"
  /// All uses, in the order of the primary key.
  static let libraryUses = "SELECT run_id, library_id, processes FROM library_use"
  /// By run id.
  static let libraryUsesOfRun = """
    SELECT run_id, library_id, processes FROM library_use WHERE run_id = ?
    """
}
