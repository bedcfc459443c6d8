extension Views {
  /// The sixth migration's: failures and the calls that failed before.
  static var definitionsOfFailures: String {
    [failures, failedCalls()].joined(separator: "\n")
  }

  /// The tenth migration's: failed calls with what was said of them.
  static var definitionsOfNotFound: String { failedCalls(columns: ", c.not_found") }

  private static let failures = """
    CREATE VIEW failures AS SELECT
      f.id AS failure_id, f.run_id, f.process_id, f.cause_id, f.step_process_id,
      \(time("f.at_ns")) AS at, f.kind, f.hidden, f.tool, f.command, f.exit_code,
      g.name AS signal_name, f.sender_pid, f.sender_comm, f.oom_scope,
      f.oom_limit AS oom_limit_bytes, f.rss AS rss_bytes, f.call, f.call_error, f.call_path,
      f.summary, f.proof
    FROM failure f LEFT JOIN signal g ON g.number = f.signal;
    """

  private static func failedCalls(columns: String = "") -> String {
    """
    CREATE VIEW failed_calls AS SELECT
      c.process_id, c.run_id, \(time("c.at_ns")) AS at, c.call, c.error,
      CASE WHEN NOT c.is_address THEN c.object END AS path,
      CASE WHEN c.is_address THEN c.object END AS address,
      c.times, c.bytes, c.of_parent, c.cut, c.missed\(columns)
    FROM failed_call c;
    """
  }
}
