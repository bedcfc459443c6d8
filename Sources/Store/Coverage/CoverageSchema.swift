/// The fourth migration: which functions of programs ran, which of our own hooks spoke, and which
/// expectations about a pipeline came true.
///
/// What is known of a program's code does not change with who runs it: it is kept once for each
/// build id. What one coverage saw of it is a few integers a function.
enum CoverageSchema {
  static let tables = """
    -- One `sonde coverage run`, or the merger of several.
    CREATE TABLE coverage (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      session_id INTEGER,          -- NULL: merged
      run_id INTEGER,              -- NULL: of something that was already running, or merged
      command TEXT NOT NULL,       -- JSON array
      pid INTEGER,                 -- of the process that it began with
      started_ns INTEGER NOT NULL, ended_ns INTEGER,
      state TEXT NOT NULL,         -- running, covered, ended, timeout, budget, interrupted, failed
      scope TEXT NOT NULL,         -- JSON object
      budget REAL,                 -- share of one processor's time; NULL: none
      probe_hits INTEGER NOT NULL DEFAULT 0,     -- times that a probe fired
      hit_cost_ns INTEGER,                       -- of one, measured when it began
      foreign_hits INTEGER NOT NULL DEFAULT 0,   -- of them in processes that are not followed
      signals INTEGER NOT NULL DEFAULT 0, signals_lost INTEGER NOT NULL DEFAULT 0,
      attach_ns INTEGER,           -- until the first instruction could run
      agent_cpu_ns INTEGER,        -- this program's own
      trace_id TEXT
    );
    CREATE TABLE code_object (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      build_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,  -- executable, shared_object
      names_from TEXT NOT NULL,    -- JSON array
      aliases INTEGER NOT NULL, has_lines INTEGER NOT NULL
    );
    -- ineligible: why no probe can be put there; NULL when one can.
    CREATE TABLE code_function (
      object_id INTEGER NOT NULL, offset INTEGER NOT NULL, size INTEGER NOT NULL,
      linkage_name NOT NULL, name NOT NULL, file, line INTEGER,
      inlined_copies INTEGER NOT NULL DEFAULT 0, ineligible TEXT,
      PRIMARY KEY (object_id, offset)
    ) WITHOUT ROWID;
    -- Functions of which nothing is left but copies inside of others.
    CREATE TABLE code_inlined (
      object_id INTEGER NOT NULL, name NOT NULL, linkage_name NOT NULL, file, line INTEGER,
      copies INTEGER NOT NULL
    );
    CREATE INDEX code_inlined_object ON code_inlined(object_id);
    CREATE TABLE coverage_object (
      coverage_id INTEGER NOT NULL, object_id INTEGER NOT NULL, path NOT NULL,
      late_ns INTEGER,             -- between its mapping and its probes; NULL: they were there first
      error TEXT,
      PRIMARY KEY (coverage_id, object_id)
    ) WITHOUT ROWID;
    CREATE TABLE coverage_function (
      coverage_id INTEGER NOT NULL, object_id INTEGER NOT NULL, offset INTEGER NOT NULL,
      state TEXT NOT NULL,         -- expected, ineligible, deferred, attached, hit, retired, failed
      reason TEXT, attached_ns INTEGER, hit_ns INTEGER,
      pid INTEGER, process_id INTEGER, hits INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (coverage_id, object_id, offset)
    ) WITHOUT ROWID;
    CREATE TABLE coverage_mark (
      coverage_id INTEGER NOT NULL, at_ns INTEGER NOT NULL, name TEXT NOT NULL
    );
    CREATE INDEX coverage_mark_coverage ON coverage_mark(coverage_id, at_ns);
    CREATE TABLE coverage_decision (
      coverage_id INTEGER NOT NULL, turn INTEGER NOT NULL, at_ns INTEGER NOT NULL,
      action TEXT NOT NULL,        -- attach, defer, retire, rotate, wait, stop
      probe TEXT,                  -- the first of those chosen
      chosen INTEGER NOT NULL, candidates INTEGER NOT NULL,
      score REAL, cost_ns INTEGER, why TEXT NOT NULL
    );
    CREATE INDEX coverage_decision_coverage ON coverage_decision(coverage_id, turn);
    CREATE TABLE coverage_point (
      coverage_id INTEGER NOT NULL, at_ns INTEGER NOT NULL,
      hit INTEGER NOT NULL, attached INTEGER NOT NULL, deferred INTEGER NOT NULL,
      probe_hits INTEGER NOT NULL,
      PRIMARY KEY (coverage_id, at_ns)
    ) WITHOUT ROWID;
    CREATE TABLE coverage_expectation (
      coverage_id INTEGER NOT NULL, kind TEXT NOT NULL,  -- executable, file, event
      name TEXT NOT NULL, source TEXT NOT NULL,
      state TEXT NOT NULL,         -- expected, seen, missing
      first_ns INTEGER, detail TEXT,
      PRIMARY KEY (coverage_id, kind, name)
    ) WITHOUT ROWID;
    -- The newest word about each of our own hooks.
    CREATE TABLE hook (
      session_id INTEGER NOT NULL, name TEXT NOT NULL,
      state TEXT NOT NULL,         -- unsupported, loadable, attached, verified, silent, degraded
      reason TEXT, checked_ns INTEGER NOT NULL, latency_ns INTEGER,
      PRIMARY KEY (session_id, name)
    ) WITHOUT ROWID;
    """
}
