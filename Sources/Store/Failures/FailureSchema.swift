/// The sixth migration: why processes failed.
///
/// What the kernel said of it is stored as it comes; what follows from it for a run is computed once,
/// when the run has ended.
enum FailureSchema {
  static let tables = """
    -- The last calls of a process that failed, of those that ended otherwise than with status 0.
    CREATE TABLE failed_call (
      run_id INTEGER NOT NULL, process_id INTEGER NOT NULL, at_ns INTEGER NOT NULL,
      call TEXT NOT NULL, error TEXT NOT NULL,
      object, is_address INTEGER NOT NULL,  -- a path as it was given, or a socket's address
      cut INTEGER NOT NULL, times INTEGER NOT NULL, bytes INTEGER,
      of_parent INTEGER NOT NULL,           -- made by the parent, before it forked the process
      missed INTEGER NOT NULL               -- failing calls of the process that were not kept
    );
    CREATE INDEX failed_call_process ON failed_call(process_id);
    -- scope: enum sonde_oom_scope of the wire.
    CREATE TABLE oom_kill (
      process_id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, at_ns INTEGER NOT NULL,
      scope INTEGER NOT NULL, limit_bytes INTEGER, cgroup_id INTEGER,
      rss INTEGER,                          -- NULL: the kernel did not say in time who it was
      total_vm INTEGER, allocator_pid INTEGER, allocator_comm
    );
    CREATE TABLE failure (
      id INTEGER PRIMARY KEY AUTOINCREMENT, run_id INTEGER NOT NULL, process_id INTEGER NOT NULL,
      cause_id INTEGER NOT NULL,            -- its own id: nothing before it failed
      step_process_id INTEGER NOT NULL, at_ns INTEGER NOT NULL, kind TEXT NOT NULL,
      hidden INTEGER NOT NULL, tool, command TEXT, exit_code INTEGER, signal INTEGER,
      sender_pid INTEGER, sender_comm, oom_scope TEXT, oom_limit INTEGER, rss INTEGER,
      call TEXT, call_error TEXT, call_path, summary TEXT NOT NULL,
      proof TEXT NOT NULL                   -- JSON array of sentences
    );
    CREATE INDEX failure_run ON failure(run_id);
    -- Where to look for them: costs only rows that are in it.
    CREATE INDEX process_bad_end ON process(run_id) WHERE status <> 0 OR oom_killed;
    -- Runs whose failures have been computed.
    CREATE TABLE failure_account (
      run_id INTEGER PRIMARY KEY, failures INTEGER NOT NULL, causes INTEGER NOT NULL,
      hidden INTEGER NOT NULL,              -- causes
      excused INTEGER NOT NULL,             -- processes
      omitted INTEGER NOT NULL              -- failures beyond what is stored of one run
    );
    """
}
