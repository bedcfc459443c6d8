extension ViewCatalogue {
  /// The views of failures.
  static let ofFailures: [String: [String: ColumnType]] = [
    "failures": [
      "failure_id": .integer, "run_id": .integer, "process_id": .integer, "cause_id": .integer,
      "step_process_id": .integer, "at": .timestamp, "kind": .text, "hidden": .boolean,
      "tool": .rawText, "command": .text, "exit_code": .integer, "signal_name": .text,
      "sender_pid": .integer, "sender_comm": .rawText, "oom_scope": .text,
      "oom_limit_bytes": .integer, "rss_bytes": .integer, "call": .text, "call_error": .text,
      "call_path": .rawText, "summary": .text, "proof": .text,
    ],
    "failed_calls": [
      "process_id": .integer, "run_id": .integer, "at": .timestamp, "call": .text,
      "error": .text, "path": .rawText, "address": .rawText, "times": .integer,
      "bytes": .integer, "of_parent": .boolean, "cut": .boolean, "missed": .integer,
      "not_found": .boolean,
    ],
  ]
}
