import Store

/// `--fail-on-hidden`: turns failures that the command has covered up into an exit status.
enum HiddenFailureGate {
  /// The exit status to end with, and what to say of it.
  ///
  /// - Parameters:
  ///   - status: that of the command.
  ///   - runID: `nil` when its run could not be stored.
  /// - Throws: `StoreError`.
  static func check(
    status: Int32, runID: Int64?, databasePath: String
  ) throws -> (status: Int32, words: [String]) {
    guard status == 0 else { return (status, []) }
    guard let runID else {
      return (1, ["--fail-on-hidden: the run was not stored, so nothing can be said of it"])
    }
    let reader = try StoreReader(path: databasePath)
    let report = try reader.failures(ofRun: runID, limit: 10_000)
    let hidden = report.causes.filter(\.isHidden)
    let isComplete = try reader.run(id: runID)?.isComplete ?? false
    guard report.account.hidden > 0 else {
      return (
        0,
        isComplete
          ? [] : ["--fail-on-hidden: none was found, but the record of the run is incomplete"]
      )
    }
    let count = Quantity.count(report.account.hidden, "failure was", "failures were")
    var words = ["--fail-on-hidden: \(count) covered up; the exit status is 1 for that"]
    words += hidden.prefix(3).map { "  " + TerminalText.escaped($0.summary) }
    if report.account.hidden > 3 { words.append("  …") }
    return (1, words)
  }
}
