import Store

extension RunReportText {
  private static let timedTools = 5
  /// What is less of a whole is left out, percent.
  private static let leastPart = 1.0

  /// Where the time went: of all threads together, then of the programs with the most.
  var times: [String] {
    guard let times = report.times, times.all.threads > 0 else { return [] }
    var table = TextColumns([("", .left), ("threads", .right), ("of that", .left)])
    table.add(row("all", times.all))
    if times.tools.count > 1 {
      for (name, use) in times.tools.prefix(Self.timedTools) where use.threads > 0 {
        table.add(row(name.map(self.name) ?? "(none)", use))
      }
    }
    return [heading(title(of: times))] + table.lines(style)
  }

  private func title(of times: RunTimes) -> String {
    let (known, all) = (times.all.processes, report.totals.processes)
    let share = known < all ? " (\(Quantity.count(known)) of \(Quantity.count(all)) processes)" : ""
    return "Where the time went" + share
  }

  private func row(_ name: String, _ use: TimeUse) -> [String] {
    let parts = TimePart.all.compactMap { part -> (label: String, percent: Double)? in
      guard let value = part.value(use) else { return nil }
      let percent = 100 * Double(value) / Double(use.threads)
      return percent < Self.leastPart ? nil : (part.label, percent)
    }
    let words = parts.sorted { $0.percent > $1.percent }
      .map { "\($0.label) \(Int($0.percent.rounded())) %" }
    return [name, Quantity.duration(use.threads), words.joined(separator: ", ")]
  }
}
