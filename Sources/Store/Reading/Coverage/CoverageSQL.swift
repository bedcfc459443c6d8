/// The statements behind the reports of coverage.
enum CoverageSQL {
  private static let sessionColumns = """
    SELECT c.id, c.session_id, c.run_id, c.trace_id, s.host, s.kernel, s.version, c.command, c.pid,
      c.started_ns, c.ended_ns, c.state, c.scope, c.budget, c.probe_hits, c.foreign_hits,
      c.hit_cost_ns, c.agent_cpu_ns, c.attach_ns, c.signals, c.signals_lost
    FROM coverage c LEFT JOIN session s ON s.id = c.session_id
    """
  /// By how many; the newest first.
  static let sessions = sessionColumns + " ORDER BY c.id DESC LIMIT ?"
  /// By id.
  static let session = sessionColumns + " WHERE c.id = ?"
  static let newest = "SELECT max(id) FROM coverage"
  static let running = "SELECT id FROM coverage WHERE state = 'running' ORDER BY id"

  /// By run id, the first and the last time. What belongs to no run (0) and was lost meanwhile may
  /// have been of this one.
  static let losses = """
    SELECT kind, sum(count) FROM loss
    WHERE run_id = ?1 OR (run_id = 0 AND at_ns BETWEEN ?2 AND ?3)
    GROUP BY kind ORDER BY kind
    """
  static let objects = """
    SELECT b.id, b.build_id, o.path, b.kind, b.names_from, b.aliases, b.has_lines, o.late_ns, o.error
    FROM coverage_object o JOIN code_object b ON b.id = o.object_id
    WHERE o.coverage_id = ? ORDER BY CAST(o.path AS BLOB), b.id
    """
  /// By coverage id and object id. A function that the coverage says nothing of is one that no
  /// probe was at: it is not left out.
  static let functions = """
    SELECT s.offset, s.size, s.name, s.linkage_name, s.file, s.line, s.inlined_copies, s.ineligible,
      f.state, f.reason, f.attached_ns, f.hit_ns, f.pid, f.process_id, f.hits
    FROM code_function s LEFT JOIN coverage_function f
      ON f.coverage_id = ?1 AND f.object_id = s.object_id AND f.offset = s.offset
    WHERE s.object_id = ?2 ORDER BY s.offset
    """
  /// By object id.
  static let inlined = """
    SELECT name, linkage_name, file, line, copies FROM code_inlined WHERE object_id = ?
    ORDER BY CAST(linkage_name AS BLOB), file, line, copies
    """
  /// By coverage id, like the following.
  static let marks = """
    SELECT at_ns, name FROM coverage_mark WHERE coverage_id = ? ORDER BY at_ns, rowid
    """
  static let decisions = """
    SELECT turn, at_ns, action, probe, chosen, candidates, score, cost_ns, why
    FROM coverage_decision WHERE coverage_id = ? ORDER BY turn, rowid
    """
  static let curve = """
    SELECT at_ns, hit, attached, deferred, probe_hits FROM coverage_point
    WHERE coverage_id = ? ORDER BY at_ns
    """
  static let expectations = """
    SELECT kind, name, source, state, first_ns, detail FROM coverage_expectation
    WHERE coverage_id = ? ORDER BY kind, name
    """
  static let hooks = """
    SELECT name, state, reason, checked_ns, latency_ns FROM hook
    WHERE session_id = (SELECT max(session_id) FROM hook) ORDER BY name
    """
}
