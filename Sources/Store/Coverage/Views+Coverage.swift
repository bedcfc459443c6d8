extension Views {
  /// The fourth migration's: coverage of code, of expectations, of our own hooks.
  static var definitionsOfCoverage: String {
    [
      coverages, coverageFunctions, coverageInlined, coverageMarks, coverageDecisions,
      coverageCurve, coverageExpectations, hooks,
    ].joined(separator: "\n")
  }

  private static let coverages = """
    CREATE VIEW coverages AS SELECT
      c.id AS coverage_id, c.run_id, c.command, c.pid, \(time("c.started_ns")) AS started_at,
      \(time("c.ended_ns")) AS ended_at, c.state, c.scope, c.budget, c.probe_hits, c.foreign_hits,
      c.hit_cost_ns / 1e9 AS hit_cost_s, c.signals, c.signals_lost,
      c.attach_ns / 1e9 AS attach_s, c.agent_cpu_ns / 1e9 AS agent_cpu_s, c.trace_id
    FROM coverage c;
    """

  /// What a hit belongs to is the mark that was the last when it came.
  private static let coverageFunctions = """
    CREATE VIEW coverage_functions AS SELECT
      f.coverage_id, c.run_id, b.build_id, o.path AS object_path, b.kind AS object_kind,
      f.offset, s.size, s.name, s.linkage_name, s.file AS source_file, s.line AS source_line,
      s.inlined_copies, f.state, f.reason, \(time("f.attached_ns")) AS attached_at,
      \(time("f.hit_ns")) AS hit_at, f.pid, f.process_id, f.hits,
      (SELECT m.name FROM coverage_mark m
        WHERE m.coverage_id = f.coverage_id AND m.at_ns <= f.hit_ns
        ORDER BY m.at_ns DESC LIMIT 1) AS test
    FROM coverage_function f
      JOIN coverage c ON c.id = f.coverage_id
      JOIN code_object b ON b.id = f.object_id
      JOIN coverage_object o ON o.coverage_id = f.coverage_id AND o.object_id = f.object_id
      JOIN code_function s ON s.object_id = f.object_id AND s.offset = f.offset;
    """

  private static let coverageInlined = """
    CREATE VIEW coverage_inlined AS SELECT
      o.coverage_id, b.build_id, o.path AS object_path, i.name, i.linkage_name,
      i.file AS source_file, i.line AS source_line, i.copies
    FROM coverage_object o JOIN code_object b ON b.id = o.object_id
      JOIN code_inlined i ON i.object_id = o.object_id;
    """

  private static let coverageMarks = """
    CREATE VIEW coverage_marks AS SELECT coverage_id, \(time("at_ns")) AS at, name
    FROM coverage_mark;
    """

  private static let coverageDecisions = """
    CREATE VIEW coverage_decisions AS SELECT
      coverage_id, turn, \(time("at_ns")) AS at, action, probe, chosen, candidates, score,
      cost_ns / 1e9 AS cost_s, why
    FROM coverage_decision;
    """

  private static let coverageCurve = """
    CREATE VIEW coverage_curve AS SELECT
      coverage_id, \(time("at_ns")) AS at, hit, attached, deferred, probe_hits
    FROM coverage_point;
    """

  private static let coverageExpectations = """
    CREATE VIEW coverage_expectations AS SELECT
      coverage_id, kind, name, source, state, \(time("first_ns")) AS first_at, detail
    FROM coverage_expectation;
    """

  private static let hooks = """
    CREATE VIEW hooks AS SELECT
      session_id, name, state, reason, \(time("checked_ns")) AS checked_at,
      latency_ns / 1e9 AS latency_s
    FROM hook;
    """
}
