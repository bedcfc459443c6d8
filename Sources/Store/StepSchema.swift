/// The table of steps of workflows, and which process is part of which.
enum StepSchema {
  static let tables = """
    -- Name, label and details are NULL only if what was known of a step could not be stored.
    CREATE TABLE step (
      id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, parent_id INTEGER NOT NULL,
      process_id INTEGER NOT NULL, started_ns INTEGER NOT NULL, engine TEXT NOT NULL,
      name TEXT, label TEXT, details TEXT,
      -- Sums over its processes that have ended, those of steps inside of it included.
      processes INTEGER NOT NULL, without_totals INTEGER NOT NULL, cpu_ns INTEGER NOT NULL,
      peak_rss INTEGER NOT NULL, read_bytes INTEGER NOT NULL, write_bytes INTEGER NOT NULL
    );
    CREATE INDEX step_run ON step(run_id);
    CREATE INDEX step_process ON step(process_id);
    -- The innermost one.
    ALTER TABLE process ADD COLUMN step_id INTEGER;
    CREATE INDEX process_step ON process(step_id) WHERE step_id IS NOT NULL;
    """
}

extension Views {
  /// The seventh migration's.
  static var definitionsOfSteps: String { [steps, stepProcesses].joined(separator: "\n") }

  /// A step ends with its first process, and as that does.
  private static let steps = """
    CREATE VIEW steps AS SELECT
      s.id AS step_id, s.run_id, nullif(s.parent_id, 0) AS parent_step_id, s.engine, s.name,
      s.label, s.details, s.process_id,
      \(time("s.started_ns")) AS started_at, \(time("p.ended_ns")) AS ended_at,
      (p.ended_ns - s.started_ns) / 1e9 AS duration_s,
      CASE WHEN p.status & 127 = 0 THEN p.status >> 8 END AS exit_code, g.name AS signal_name,
      s.processes,
      CASE WHEN s.processes > s.without_totals THEN s.cpu_ns / 1e9 END AS cpu_s,
      nullif(s.peak_rss, 0) AS peak_rss_bytes,
      CASE WHEN s.processes > s.without_totals THEN s.read_bytes END AS read_bytes,
      CASE WHEN s.processes > s.without_totals THEN s.write_bytes END AS write_bytes
    FROM step s LEFT JOIN process p ON p.id = s.process_id
      LEFT JOIN signal g ON g.number = p.status & 127;
    """

  private static let stepProcesses = """
    CREATE VIEW step_processes AS SELECT step_id, id AS process_id, run_id
    FROM process WHERE step_id IS NOT NULL;
    """
}
