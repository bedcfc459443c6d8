import Store

/// The runs of a database, one a line.
struct RunList {
  let runs: [RunRecord]

  /// For people.
  func render(style: TextStyle) -> String {
    var table = TextColumns([
      ("run", .right), ("began", .left), ("wall", .right), ("outcome", .left),
      ("processes", .right), ("lost", .right), ("pipeline", .left), ("command", .left),
    ])
    for run in runs {
      table.add([
        String(run.id), Quantity.time(run.started), run.duration.map(Quantity.duration) ?? "",
        outcome(run), Quantity.count(run.processes), Quantity.count(run.lost),
        TerminalText.cut(TerminalText.escaped(run.pipeline ?? ""), to: 20),
        TerminalText.command(title(run), columns: style.columns),
      ])
    }
    return table.lines(style, indent: "").map { $0 + "\n" }.joined()
  }

  private func title(_ run: RunRecord) -> [RawText] {
    if let name = run.name { return [RawText(name)] }
    return [run.title] + run.command.dropFirst()
  }

  private func outcome(_ run: RunRecord) -> String {
    guard run.ended != nil else { return "not ended" }
    let words =
      switch run.outcome {
      case .exited(let code): "exit \(code)"
      case .killed(let signal, _): "signal \(signal)"
      case .unknown: run.isInterrupted ? "interrupted" : "not seen"
      }
    return words
  }

  /// For programs: an array of what a report has under `run`.
  func json() -> [UInt8] {
    var text = JSONText(isIndented: true)
    text.append(.array(runs.map { .object(RunReportJSON.run($0, signals: nil)) }))
    text.append(syntax: "\n")
    return text.bytes
  }
}
