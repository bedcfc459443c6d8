import Store

/// The coverages of a database, the newest first, a line each.
struct CoverageList {
  let coverages: [Store.CoverageSession]

  /// The lines, with a line feed at the end of each.
  func render(style: TextStyle) -> String {
    guard !coverages.isEmpty else {
      return "no coverage is stored there yet; 'sonde coverage run -- CMD' makes one\n"
    }
    var table = TextColumns([
      ("coverage", .right), ("run", .right), ("began", .left), ("took", .right), ("state", .left),
      ("lost", .right), ("command", .left),
    ])
    for coverage in coverages {
      let start = coverage.startedAt.nanoseconds
      let duration = coverage.endedAt.map { max($0.nanoseconds.subtractingClamped(start), 0) }
      table.add([
        coverage.id.map(String.init) ?? "", coverage.runID.map(String.init) ?? "",
        Quantity.time(start), duration.map(Quantity.duration) ?? "", coverage.state.rawValue,
        Quantity.count(coverage.lost),
        TerminalText.command(coverage.command, columns: style.columns),
      ])
    }
    return table.lines(style, indent: "").joined(separator: "\n") + "\n"
  }
}
