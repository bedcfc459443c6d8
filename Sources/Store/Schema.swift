internal import GRDB
internal import Processes

/// The tables. They are ours to change; what users and scripts may rely on are the views.
///
/// Times are nanoseconds since 1970 (UTC); ids are integers that are never used again. Text that
/// is not valid UTF-8 is stored as a blob, bytes untouched.
enum Schema {
  /// `application_id` of the file's header: "SNDE".
  static let applicationID: Int32 = 0x534e_4445

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 processes") { database in
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: tables)
      for (number, name) in SignalName.all {
        try database.execute(sql: "INSERT INTO signal VALUES (?, ?)", arguments: [number, name])
      }
      try database.execute(sql: Views.definitions)
    }
    migrator.registerMigration("2 files and libraries") { database in
      try database.execute(sql: FileSchema.tables)
      try FileSchema.nameTools(of: database)
      try database.execute(sql: "DROP VIEW processes")
      try database.execute(sql: Views.definitionsOfFiles)
    }
    migrator.registerMigration("3 traces") { database in
      // Lowercase hexadecimal, as W3C Trace Context writes them; the parent is another system's.
      try database.execute(
        sql: """
          ALTER TABLE run ADD COLUMN trace_id TEXT;
          ALTER TABLE run ADD COLUMN span_id TEXT;
          ALTER TABLE run ADD COLUMN parent_span_id TEXT;
          DROP VIEW runs;
          """)
      try database.execute(sql: Views.definitionsOfTraces)
    }
    migrator.registerMigration("4 coverage") { database in
      try database.execute(sql: CoverageSchema.tables)
      try database.execute(sql: Views.definitionsOfCoverage)
    }
    migrator.registerMigration("5 time") { database in
      try database.execute(sql: TimeSchema.tables)
      try database.execute(sql: Views.processTimes)
    }
    migrator.registerMigration("6 failures") { database in
      try database.execute(sql: FailureSchema.tables)
      try database.execute(sql: Views.definitionsOfFailures)
    }
    migrator.registerMigration("7 steps") { database in
      try database.execute(sql: StepSchema.tables)
      try database.execute(sql: Views.definitionsOfSteps)
    }
    migrator.registerMigration("8 executables") { database in
      try database.execute(sql: ExecutableSchema.columns)
      try database.execute(sql: "DROP VIEW executions")
      try database.execute(sql: Views.definitionsOfExecutables)
    }
    migrator.registerMigration("9 containers") { database in
      try database.execute(sql: ContainerSchema.tables)
      try database.execute(sql: "DROP VIEW processes; DROP VIEW executions")
      try database.execute(sql: Views.definitionsOfContainers)
    }
    migrator.registerMigration("10 programs not found") { database in
      try database.execute(sql: NotFoundSchema.columns)
      try database.execute(sql: "DROP VIEW failed_calls")
      try database.execute(sql: Views.definitionsOfNotFound)
    }
    return migrator
  }

  private static let tables = """
    -- One start of sonde on one host.
    CREATE TABLE session (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      host TEXT NOT NULL, boot_id TEXT NOT NULL, kernel TEXT NOT NULL, version TEXT NOT NULL,
      pid INTEGER NOT NULL, pid_start_ns INTEGER NOT NULL,  -- since boot
      started_ns INTEGER NOT NULL, ended_ns INTEGER
    );
    CREATE TABLE run (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      session_id INTEGER NOT NULL REFERENCES session(id),
      name TEXT, pipeline TEXT, command TEXT NOT NULL,  -- JSON array
      started_ns INTEGER NOT NULL, ended_ns INTEGER,
      status INTEGER,        -- of the root process, as wait(2) gives it
      processes INTEGER, executions INTEGER, complete INTEGER,  -- once it has ended
      interrupted INTEGER NOT NULL DEFAULT 0,
      tracing_cpu_ns INTEGER, tracing_peak_rss INTEGER, tracing_kernel_ns INTEGER
    );
    CREATE INDEX run_session ON run(session_id);
    CREATE TABLE process (
      id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, parent_id INTEGER NOT NULL,
      execution_id INTEGER NOT NULL, pid INTEGER NOT NULL, ppid INTEGER NOT NULL,
      uid INTEGER NOT NULL, gid INTEGER NOT NULL, comm TEXT NOT NULL, execs INTEGER NOT NULL,
      seeded INTEGER NOT NULL, oom_killed INTEGER NOT NULL, cgroup_id INTEGER NOT NULL,
      started_ns INTEGER NOT NULL, ended_ns INTEGER, status INTEGER,
      killer_pid INTEGER, killer_comm TEXT, signal_code INTEGER,
      user_ns INTEGER, system_ns INTEGER, peak_rss INTEGER, peak_rss_source INTEGER,
      minor_faults INTEGER, major_faults INTEGER,
      voluntary_switches INTEGER, involuntary_switches INTEGER,
      rchar INTEGER, wchar INTEGER, syscr INTEGER, syscw INTEGER,
      read_bytes INTEGER, write_bytes INTEGER, cancelled_write_bytes INTEGER, max_threads INTEGER
    );
    CREATE INDEX process_run ON process(run_id);
    -- sequence 0 without an error: the image of a process that was running before it was followed.
    CREATE TABLE execution (
      id INTEGER PRIMARY KEY, process_id INTEGER NOT NULL, run_id INTEGER NOT NULL,
      sequence INTEGER NOT NULL, at_ns INTEGER, executable, script, argv TEXT,
      argv_bytes INTEGER, argv_truncated INTEGER NOT NULL, cwd, environment TEXT, error TEXT
    );
    CREATE INDEX execution_process ON execution(process_id);
    CREATE TABLE sample (
      process_id INTEGER NOT NULL, at_ns INTEGER NOT NULL, cpu_percent REAL, rss INTEGER,
      read_bytes INTEGER, write_bytes INTEGER, threads INTEGER,
      PRIMARY KEY (process_id, at_ns)
    ) WITHOUT ROWID;
    CREATE TABLE host_sample (
      session_id INTEGER NOT NULL, at_ns INTEGER NOT NULL, cpu_percent REAL,
      memory_total INTEGER, memory_used INTEGER, memory_available INTEGER, swap_used INTEGER,
      load_1 REAL, load_5 REAL, load_15 REAL,
      PRIMARY KEY (session_id, at_ns)
    ) WITHOUT ROWID;
    CREATE TABLE filesystem_sample (
      session_id INTEGER NOT NULL, at_ns INTEGER NOT NULL, mount_point TEXT NOT NULL,
      device TEXT, type TEXT, total INTEGER, used INTEGER, available INTEGER,
      PRIMARY KEY (session_id, at_ns, mount_point)
    ) WITHOUT ROWID;
    CREATE TABLE process_summary (
      process_id INTEGER PRIMARY KEY, at_ns INTEGER NOT NULL,
      cpu_percent_mean REAL, cpu_percent_peak REAL, peak_rss INTEGER,
      read_bytes INTEGER, write_bytes INTEGER
    );
    CREATE TABLE tool_summary (
      run_id INTEGER NOT NULL, tool NOT NULL, processes INTEGER, executions INTEGER,
      running INTEGER, failures INTEGER, wall_ns INTEGER, user_ns INTEGER, system_ns INTEGER,
      cpu_percent_peak REAL, peak_rss INTEGER, read_bytes INTEGER, write_bytes INTEGER,
      PRIMARY KEY (run_id, tool)
    ) WITHOUT ROWID;
    CREATE TABLE loss (
      run_id INTEGER NOT NULL, at_ns INTEGER NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL
    );
    CREATE INDEX loss_run ON loss(run_id);
    CREATE TABLE cgroup (
      session_id INTEGER NOT NULL, id INTEGER NOT NULL, path, container_id TEXT,
      PRIMARY KEY (session_id, id)
    ) WITHOUT ROWID;
    CREATE TABLE user (uid INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE signal (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
    """
}
