import Store

extension RunReportText {
  /// The steps of the workflow, those inside of others below them.
  var steps: [String] {
    let steps = report.steps.elements
    guard !steps.isEmpty else { return [] }
    var table = TextColumns([
      ("engine", .left), ("wall", .right), ("CPU", .right), ("peak memory", .right),
      ("processes", .right), ("ended", .left), ("step", .left),
    ])
    for (step, depth) in inOrder(steps) {
      table.add([
        step.engine, step.duration.map(Quantity.duration) ?? "",
        step.cpuTime.map(Quantity.duration) ?? "", step.peakRSS.map(Quantity.size) ?? "",
        Quantity.count(step.processes), ending(step),
        String(repeating: "  ", count: min(depth, 10)) + label(step.label),
      ])
    }
    var lines = [heading("Steps")] + table.lines(style)
    if report.steps.omitted > 0 {
      lines.append(line("… and \(Quantity.count(report.steps.omitted)) shorter ones"))
    }
    return lines
  }

  /// A label, escaped, and cut so that a line has room for more.
  func label(_ label: RawText) -> String {
    TerminalText.cut(TerminalText.escaped(label), to: max(style.columns / 2, 40))
  }

  /// Parents before what is inside of them. One whose parent is not shown stands by itself.
  private func inOrder(_ steps: [StepBrief]) -> [(step: StepBrief, depth: Int)] {
    let shown = Set(steps.map(\.id))
    let children = Dictionary(grouping: steps) { step in
      step.parentID.flatMap { shown.contains($0) ? $0 : nil } ?? 0
    }
    var result: [(StepBrief, Int)] = []
    var waiting = (children[0] ?? []).reversed().map { ($0, 0) }
    while let (step, depth) = waiting.popLast() {
      result.append((step, depth))
      // A step's id is greater than its parent's, so there are no circles.
      let inside = (children[step.id] ?? []).filter { $0.id > step.id }
      waiting += inside.reversed().map { ($0, depth + 1) }
    }
    return result
  }

  private func ending(_ step: StepBrief) -> String {
    switch step.outcome {
    case .exited(code: 0): "well"
    case .exited(let code): "exit status \(code)"
    case .killed(let signal, _): report.signals[signal]
    case .unknown: "not seen"
    }
  }
}
