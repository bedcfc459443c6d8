import Store

extension ExecutionAnalysisText {
  /// A row of the tables: a name, already escaped, and what is told of it.
  typealias UseRow = (name: String, use: ProcessUse)

  private static let nameWidth = 24

  var toolRows: [UseRow] {
    list.tools.prefix(top).map { (name($0.name ?? "(not known)"), $0.use) }
  }

  var pipelineRows: [UseRow] {
    list.pipelines.prefix(top).map { (name($0.name.map { RawText($0) } ?? "(none)"), $0.use) }
  }

  private func name(_ name: RawText) -> String {
    TerminalText.cut(TerminalText.escaped(name), to: Self.nameWidth)
  }

  /// What they did, how long one took, and what it needed.
  func tables(_ title: String, _ column: String, _ rows: [UseRow], count: Int) -> [[String]] {
    let more = count - rows.count
    let omitted = more > 0 ? ["  … and \(Quantity.count(Int64(more))) more: --top"] : []
    return [
      [style.emphasised("\(title), by \(list.order.words)", .strong)]
        + counts(column, rows) + omitted,
      [style.emphasised("\(title): one process", .strong)] + times(column, rows) + omitted,
      [style.emphasised("\(title): memory and bytes", .strong)] + bytes(column, rows) + omitted,
    ]
  }

  private func counts(_ column: String, _ rows: [UseRow]) -> [String] {
    var table = TextColumns([
      (column, .left), ("processes", .right), ("executions", .right), ("failed", .right),
      ("OOM", .right), ("running", .right), ("wall", .right), ("CPU", .right),
    ])
    for (name, use) in rows {
      table.add([
        name, Quantity.count(use.processes), Quantity.count(use.executions),
        Quantity.count(use.failures), Quantity.count(use.outOfMemory), Quantity.count(use.running),
        use.wall.count == 0 ? "" : Quantity.duration(use.wall.sum),
        use.cpu.count == 0 ? "" : Quantity.duration(use.cpu.sum),
      ])
    }
    return table.lines(style)
  }

  private func times(_ column: String, _ rows: [UseRow]) -> [String] {
    var table = TextColumns(
      [(column, .left)]
        + ["wall mean", "p50", "p95", "max", "CPU mean", "p50", "p95", "max"].map { ($0, .right) })
    for (name, use) in rows {
      table.add([name] + cells(use.wall) + cells(use.cpu))
    }
    return table.lines(style)
  }

  private func cells(_ times: Distribution) -> [String] {
    guard times.count > 0 else { return Array(repeating: "", count: 4) }
    return [times.roundedMean, times.p50, times.p95, times.max].map(Quantity.duration)
  }

  private func bytes(_ column: String, _ rows: [UseRow]) -> [String] {
    var table = TextColumns([
      (column, .left), ("peak p95", .right), ("peak max", .right), ("read", .right),
      ("written", .right), ("rchar", .right), ("wchar", .right),
    ])
    for (name, use) in rows {
      table.add([
        name, use.peakMemory.count == 0 ? "" : Quantity.size(use.peakMemory.p95), Self.peak(use),
        Quantity.size(use.readBytes), Quantity.size(use.writeBytes), Quantity.size(use.rchar),
        Quantity.size(use.wchar),
      ])
    }
    return table.lines(style)
  }
}
