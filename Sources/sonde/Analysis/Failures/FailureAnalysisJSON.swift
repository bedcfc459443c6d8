import Store

/// An analysis of failures for programs.
///
/// Keys are added, never changed.
///
///     runs                how many runs were looked at
///     runs_with_failures, incomplete_runs
///     failure_counts      as in a report
///     failures            first causes, as in a report
///     omitted             how many more there are
///     groups              by program and reason: tool, kind, call_error, causes, hidden, last_run_id
struct FailureAnalysisJSON {
  let analysis: FailureAnalysis

  /// The text, with a line feed at its end.
  func render() -> [UInt8] {
    var text = JSONText(isIndented: true)
    text.append(
      .object([
        ("runs", .integer(analysis.runs)),
        ("runs_with_failures", .integer(analysis.runsWithFailures)),
        ("incomplete_runs", .integer(analysis.incompleteRuns)),
        ("failure_counts", FailureJSON.value(analysis.account)),
        ("failures", .array(analysis.causes.elements.map(FailureJSON.value))),
        ("omitted", .integer(analysis.causes.omitted)),
        ("groups", .array(analysis.groups.map(group))),
      ]))
    text.append(syntax: "\n")
    return text.bytes
  }

  private func group(_ group: FailureAnalysis.Group) -> JSONValue {
    .object([
      ("tool", .string(group.tool)), ("kind", .string(group.kind)),
      ("call_error", JSONValue(group.callError)), ("causes", .integer(group.causes)),
      ("hidden", .integer(group.hidden)), ("last_run_id", .integer(group.lastRun)),
    ])
  }
}
