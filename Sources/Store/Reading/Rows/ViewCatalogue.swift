/// What each column of each view holds. A test compares it with the views of a database and with
/// the values in them.
enum ViewCatalogue {
  /// The type of a view's column; `nil` for one that is not listed.
  static func type(of column: String, in view: String) -> ColumnType? {
    views[view]?[column]
  }

  /// Whether a view is one of ours.
  static func knows(_ view: String) -> Bool {
    views[view] != nil
  }

  static let views: [String: [String: ColumnType]] = [
    "runs": runs, "processes": processes, "executions": executions, "samples": samples,
    "host_samples": hostSamples, "filesystem_samples": filesystemSamples, "losses": losses,
    "process_summaries": processSummaries, "tool_summaries": toolSummaries,
    "files": files, "file_changes": fileChanges, "libraries": libraries,
    "process_times": processTimes,
  ].merging(coverage) { ours, _ in ours }.merging(steps) { ours, _ in ours }
    .merging(ofFailures) { ours, _ in ours }.merging(ofContainers) { ours, _ in ours }

  private static let runs: [String: ColumnType] = [
    "run_id": .integer, "name": .text, "pipeline": .text, "command": .text,
    "started_at": .timestamp, "ended_at": .timestamp, "exit_code": .integer,
    "processes": .integer, "executions": .integer, "lost_events": .integer, "complete": .boolean,
    "duration_s": .real, "interrupted": .boolean, "host": .text, "kernel": .text,
    "session_id": .integer, "tracing_cpu_s": .real, "tracing_peak_rss_bytes": .integer,
    "tracing_kernel_s": .real, "trace_id": .text, "span_id": .text, "parent_span_id": .text,
  ]

  private static let processes: [String: ColumnType] = [
    "process_id": .integer, "run_id": .integer, "parent_id": .integer, "pid": .integer,
    "ppid": .integer, "comm": .rawText, "executable": .rawText, "command": .text,
    "execs": .integer, "cwd": .rawText, "uid": .integer, "user": .text, "pipeline": .text,
    "cgroup": .rawText, "container_id": .text, "started_at": .timestamp, "ended_at": .timestamp,
    "duration_s": .real, "exit_code": .integer, "signal": .integer, "signal_name": .text,
    "core_dumped": .boolean, "oom_killed": .boolean, "killed_by_pid": .integer,
    "killed_by_comm": .rawText, "cpu_user_s": .real, "cpu_system_s": .real,
    "peak_rss_bytes": .integer, "peak_rss_source": .text, "minor_faults": .integer,
    "major_faults": .integer, "voluntary_switches": .integer, "involuntary_switches": .integer,
    "rchar": .integer, "wchar": .integer, "syscr": .integer, "syscw": .integer,
    "read_bytes": .integer, "write_bytes": .integer, "max_threads": .integer,
    "cancelled_write_bytes": .integer, "gid": .integer, "seeded": .boolean, "script": .rawText,
    "tool": .rawText, "container_key": .integer, "container": .text,
    "container_engine": .text,
  ]

  private static let executions: [String: ColumnType] = [
    "execution_id": .integer, "process_id": .integer, "run_id": .integer, "seq": .integer,
    "executed_at": .timestamp, "executable": .rawText, "script": .rawText, "argv": .text,
    "argv_bytes": .integer, "argv_truncated": .boolean, "cwd": .rawText, "environment": .text,
    "error": .text, "executable_build_id": .text, "executable_package": .text,
    "executable_version": .text, "container_key": .integer, "container": .text,
    "container_engine": .text,
  ]

  private static let samples: [String: ColumnType] = [
    "process_id": .integer, "at": .timestamp, "cpu_percent": .real, "rss_bytes": .integer,
    "read_bytes": .integer, "write_bytes": .integer, "threads": .integer,
  ]

  private static let hostSamples: [String: ColumnType] = [
    "at": .timestamp, "cpu_percent": .real, "memory_total_bytes": .integer,
    "memory_used_bytes": .integer, "memory_available_bytes": .integer,
    "swap_used_bytes": .integer, "load_1": .real, "load_5": .real, "load_15": .real,
    "session_id": .integer,
  ]

  private static let filesystemSamples: [String: ColumnType] = [
    "at": .timestamp, "mount_point": .text, "device": .text, "type": .text,
    "total_bytes": .integer, "used_bytes": .integer, "available_bytes": .integer,
    "session_id": .integer,
  ]

  private static let losses: [String: ColumnType] = [
    "run_id": .integer, "at": .timestamp, "kind": .text, "count": .integer,
  ]

  private static let processSummaries: [String: ColumnType] = [
    "process_id": .integer, "at": .timestamp, "cpu_percent_mean": .real,
    "cpu_percent_peak": .real, "peak_rss_bytes": .integer, "read_bytes": .integer,
    "write_bytes": .integer,
  ]

  private static let toolSummaries: [String: ColumnType] = [
    "run_id": .integer, "pipeline": .text, "tool": .rawText, "processes": .integer,
    "executions": .integer, "running": .integer, "failures": .integer, "wall_s": .real,
    "cpu_user_s": .real, "cpu_system_s": .real, "cpu_percent_mean": .real,
    "cpu_percent_peak": .real, "peak_rss_bytes": .integer, "read_bytes": .integer,
    "write_bytes": .integer,
  ]

  private static let processTimes: [String: ColumnType] = [
    "process_id": .integer, "run_id": .integer, "threads_s": .real, "on_cpu_s": .real,
    "runnable_s": .real, "throttled_s": .real, "block_io_s": .real, "fault_s": .real,
    "child_s": .real, "pipe_s": .real, "network_s": .real, "lock_s": .real, "sleep_s": .real,
    "other_s": .real,
  ]

  private static let files: [String: ColumnType] = [
    "process_id": .integer, "run_id": .integer, "path": .rawText, "mode": .text,
    "opens": .integer, "failed": .integer, "error": .text, "bytes_read": .integer,
    "bytes_written": .integer, "bytes_source": .text, "first_at": .timestamp,
    "last_at": .timestamp, "type": .text, "created": .boolean, "inherited": .boolean,
    "mapped": .boolean,
  ]

  private static let fileChanges: [String: ColumnType] = [
    "process_id": .integer, "run_id": .integer, "at": .timestamp, "kind": .text,
    "path": .rawText, "new_path": .rawText, "error": .text,
  ]

  private static let libraries: [String: ColumnType] = [
    "process_id": .integer, "run_id": .integer, "kind": .text, "name": .rawText,
    "version": .text, "path": .rawText, "build_id": .text, "package": .text,
  ]
}
