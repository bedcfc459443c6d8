import Store

/// Prints reports about runs.
enum ReportPrinter {
  /// What is printed, and how much of it.
  struct Options {
    /// As JSON rather than as text.
    var json = false
    /// Also the tree of processes, if as text.
    var tree = false
    /// How many of the slowest and the largest processes.
    var top = 5
  }

  /// The most lines of a tree of processes.
  private static let treeLines = 200

  /// Prints the report of a run as it is stored now.
  ///
  /// - Throws: `StoreError`, ``OutputError``, ``CommandFailure`` when there is no such run.
  static func print(
    runID: Int64, databasePath: String, to output: OutputFile, json: Bool
  ) throws {
    try print(
      runID: runID, reader: try StoreReader(path: databasePath), to: output, Options(json: json))
  }

  /// Prints the report of a run.
  ///
  /// - Throws: As the above.
  static func print(
    runID: Int64, reader: StoreReader, to output: OutputFile, _ options: Options
  ) throws {
    var depth = RunReport.Options()
    depth.top = options.top
    depth.treeLines = options.tree || options.json ? treeLines : nil
    guard let report = try reader.report(ofRun: runID, depth) else {
      throw try unknownRun(runID, reader: reader)
    }
    let text: [UInt8]
    if options.json {
      text = RunReportJSON(report: report).render()
    } else {
      text = Array(RunReportText(report: report, style: .fitting(output)).render().utf8)
    }
    try OutputFile.untilClosed { try output.write(text) }
  }

  /// The words for a run that is not there: which are.
  static func unknownRun(_ id: Int64?, reader: StoreReader) throws -> CommandFailure {
    let limit = 10
    let ids = try reader.runs(limit: limit + 1).map { String($0.id) }
    let path = TerminalText.escaped(reader.path)
    guard let id, !ids.isEmpty else {
      return CommandFailure("\(path): no run is stored there yet; 'sonde run -- CMD' makes one")
    }
    let names = ids.prefix(limit).joined(separator: ", ") + (ids.count > limit ? ", …" : "")
    return CommandFailure("\(path): there is no run \(id); the latest are \(names)")
  }
}
