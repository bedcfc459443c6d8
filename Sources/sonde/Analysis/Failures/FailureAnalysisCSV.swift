import Store

/// First causes as CSV.
struct FailureAnalysisCSV {
  let analysis: FailureAnalysis

  private static let columns = [
    "run_id", "failure_id", "process_id", "step_process_id", "at", "kind", "hidden", "tool",
    "exit_code", "signal_name", "sender_pid", "sender_comm", "oom_scope", "oom_limit_bytes",
    "rss_bytes", "call", "call_error", "call_path", "summary",
  ]

  func write(to file: OutputFile) throws {
    let output = BufferedOutput(file)
    let lines = QueryLines.CSV(output)
    try lines.begin(Self.columns)
    for failure in analysis.causes.elements { try lines.add(line(failure)) }
    try output.flush()
  }

  private func line(_ failure: StoredFailure) -> [QueryValue] {
    let integer = { (value: Int64?) -> QueryValue in value.map { .integer($0) } ?? .null }
    let text = { (value: String?) -> QueryValue in value.map { .text(RawText($0)) } ?? .null }
    return [
      .integer(failure.runID), .integer(failure.id), .integer(failure.processID),
      .integer(failure.stepProcessID), text(Quantity.timestamp(failure.at)), text(failure.kind),
      .integer(failure.isHidden ? 1 : 0), text(failure.tool), integer(failure.exitCode),
      text(failure.signalName), integer(failure.senderPID), text(failure.senderComm),
      text(failure.oomScope), integer(failure.oomLimit), integer(failure.rss),
      text(failure.call), text(failure.callError), text(failure.callPath), text(failure.summary),
    ]
  }
}
