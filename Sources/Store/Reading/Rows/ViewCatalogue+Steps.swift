extension ViewCatalogue {
  /// The views of steps.
  static let steps: [String: [String: ColumnType]] = [
    "steps": [
      "step_id": .integer, "run_id": .integer, "parent_step_id": .integer, "engine": .text,
      "name": .text, "label": .text, "details": .text, "process_id": .integer,
      "started_at": .timestamp, "ended_at": .timestamp, "duration_s": .real,
      "exit_code": .integer, "signal_name": .text, "processes": .integer, "cpu_s": .real,
      "peak_rss_bytes": .integer, "read_bytes": .integer, "write_bytes": .integer,
    ],
    "step_processes": ["step_id": .integer, "process_id": .integer, "run_id": .integer],
  ]
}
