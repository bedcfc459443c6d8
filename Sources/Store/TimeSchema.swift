/// Where the time of processes went: the table and its view.
enum TimeSchema {
  static let tables = """
    -- A row for each ended process whose time was followed; the parts add up to threads_ns.
    -- throttled_ns is NULL where the kernel does not tell it from runnable_ns.
    CREATE TABLE process_time (
      process_id INTEGER PRIMARY KEY, threads_ns INTEGER NOT NULL, on_cpu_ns INTEGER NOT NULL,
      runnable_ns INTEGER NOT NULL, throttled_ns INTEGER, block_io_ns INTEGER NOT NULL,
      fault_ns INTEGER NOT NULL, child_ns INTEGER NOT NULL, pipe_ns INTEGER NOT NULL,
      network_ns INTEGER NOT NULL, lock_ns INTEGER NOT NULL, sleep_ns INTEGER NOT NULL,
      other_ns INTEGER NOT NULL
    );
    """
}

extension Views {
  /// The fifth migration's. A run's rows are found by its processes.
  static let processTimes = """
    CREATE VIEW process_times AS SELECT
      t.process_id, p.run_id, t.threads_ns / 1e9 AS threads_s, t.on_cpu_ns / 1e9 AS on_cpu_s,
      t.runnable_ns / 1e9 AS runnable_s, t.throttled_ns / 1e9 AS throttled_s,
      t.block_io_ns / 1e9 AS block_io_s, t.fault_ns / 1e9 AS fault_s,
      t.child_ns / 1e9 AS child_s, t.pipe_ns / 1e9 AS pipe_s,
      t.network_ns / 1e9 AS network_s, t.lock_ns / 1e9 AS lock_s,
      t.sleep_ns / 1e9 AS sleep_s, t.other_ns / 1e9 AS other_s
    FROM process_time t JOIN process p ON p.id = t.process_id;
    """
}
