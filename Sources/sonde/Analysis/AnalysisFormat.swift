import ArgumentParser

/// How an analysis is written.
struct AnalysisFormat: ParsableArguments {
  /// What there is to choose from.
  enum Choice {
    case text, json, csv
  }

  @Flag(help: "Write JSON.")
  var json = false

  @Flag(help: "Write CSV (RFC 4180).")
  var csv = false

  func validate() throws {
    if json, csv { throw ValidationError("--json and --csv exclude each other.") }
  }

  var choice: Choice { json ? .json : csv ? .csv : .text }
}
