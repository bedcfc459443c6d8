import Probes
import Store

extension RunReportText {
  private static let toolLimit = 20

  var slowest: [String] {
    guard !report.slowest.isEmpty else { return [] }
    return [heading("Slowest processes")] + table(report.slowest)
  }

  var largest: [String] {
    guard report.largest.count > 1 else { return [] }
    return [heading("Largest processes")] + table(report.largest)
  }

  private func table(_ processes: [ProcessBrief]) -> [String] {
    let hasSteps = processes.contains { $0.step != nil }
    var table = TextColumns(
      [("wall", .right), ("CPU", .right), ("peak memory", .right), ("pid", .right)]
        + (hasSteps ? [("step", .left)] : []) + [("command", .left)])
    for process in processes {
      let step = process.step.map { TerminalText.cut(TerminalText.escaped($0.label), to: 32) }
      table.add(
        [
          process.duration.map(Quantity.duration) ?? "", cpu(process),
          peak(process.peakRSS, process.peakRSSSource), String(process.pid),
        ] + (hasSteps ? [step ?? ""] : []) + [command(process)])
    }
    return table.lines(style)
  }

  /// What a hook alone would have told; empty when it was not heard.
  private func unless(_ hook: Hook, _ text: String) -> String {
    missing.contains(hook) ? "" : text
  }

  private func cpu(_ process: ProcessBrief) -> String {
    guard let user = process.userTime, let system = process.systemTime else { return "" }
    return Quantity.duration(user + system)
  }

  func command(_ process: ProcessBrief) -> String {
    guard process.hasExecuted, !process.command.isEmpty else {
      return name(process.name) + (process.hasExecuted ? "" : " (forked)")
    }
    var arguments = process.command
    // Where a program lies is seldom what it is known by.
    if arguments[0].baseName == process.name { arguments[0] = process.name }
    return TerminalText.command(arguments, columns: style.columns)
  }

  /// What each program used.
  var tools: [String] {
    guard report.tools.count > 1 else { return [] }
    var table = TextColumns([
      ("program", .left), ("processes", .right), ("nonzero", .right), ("wall", .right),
      ("CPU", .right), ("peak memory", .right), ("read", .right), ("written", .right),
    ])
    for tool in report.tools.prefix(Self.toolLimit) {
      table.add([
        name(tool.name), Quantity.count(tool.processes),
        unless(.exit, Quantity.count(tool.nonZero)), Quantity.duration(tool.wallTime),
        unless(.switch, Quantity.duration(tool.userTime + tool.systemTime)),
        peak(tool.peakRSS, tool.peakRSSSource),
        unless(.switch, Quantity.size(tool.readBytes)),
        unless(.switch, Quantity.size(tool.writeBytes)),
      ])
    }
    var lines = [heading("Programs")] + table.lines(style)
    if report.tools.count > Self.toolLimit {
      lines.append(line("… and \(Quantity.count(Int64(report.tools.count - Self.toolLimit))) more"))
    }
    return lines
  }
}
