/// A view that goes into a dataset, and how the rows of one run, or of one day of a session, are
/// found in it.
struct DatasetTable {
  enum Scope {
    /// By `run_id`.
    case run
    /// By `process_id`: the view has no run, or no index for it.
    case processesOfRun
    /// By `session_id` and the day: no run has them.
    case dayOfSession
  }

  let view: String
  let scope: Scope

  /// `runs` is the last: a run is whole in a dataset when its row is there.
  static let ofRuns = [
    DatasetTable(view: "processes", scope: .run),
    DatasetTable(view: "executions", scope: .processesOfRun),
    DatasetTable(view: "samples", scope: .processesOfRun),
    DatasetTable(view: "process_summaries", scope: .processesOfRun),
    DatasetTable(view: "tool_summaries", scope: .run),
    DatasetTable(view: "process_times", scope: .processesOfRun),
    DatasetTable(view: "files", scope: .processesOfRun),
    DatasetTable(view: "file_changes", scope: .run),
    DatasetTable(view: "libraries", scope: .processesOfRun),
    DatasetTable(view: "steps", scope: .run),
    DatasetTable(view: "step_processes", scope: .run),
    DatasetTable(view: "failures", scope: .run),
    DatasetTable(view: "failed_calls", scope: .processesOfRun),
    DatasetTable(view: "containers", scope: .run),
    DatasetTable(view: "losses", scope: .run),
    runs,
  ]
  static let runs = DatasetTable(view: "runs", scope: .run)
  static let ofSessions = [
    DatasetTable(view: "host_samples", scope: .dayOfSession),
    DatasetTable(view: "filesystem_samples", scope: .dayOfSession),
  ]

  /// The column that says which run or session a row is of: numbers of two databases may be alike.
  var keyColumn: String { scope == .dayOfSession ? "session_key" : "run_key" }

  /// Selects from the view's rows; the first parameter is the run or session, the second and third
  /// are where the day begins and ends.
  var condition: String {
    switch scope {
    case .run: "run_id = ?1"
    case .processesOfRun: "process_id IN (SELECT id FROM process WHERE run_id = ?1)"
    case .dayOfSession: "session_id = ?1 AND at >= ?2 AND at < ?3"
    }
  }

  /// What readers take from the path.
  static let pathColumns: Set<String> = ["host", "date"]
}
