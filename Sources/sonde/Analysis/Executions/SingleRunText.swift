import Foundation
import Store

/// What made one run take its time, for people.
struct SingleRunText {
  let run: ExecutionAnalysis.SingleRun
  let style: TextStyle
  /// How many segments of the path.
  let top: Int

  // MARK: Parallelism

  var parallelism: [String] {
    let measured = run.parallelism
    guard !measured.buckets.isEmpty else { return [] }
    var lines = [
      style.emphasised(
        "Run \(run.run.id) over its \(Quantity.duration(run.ended - run.started))", .strong)
    ]
    lines.append(
      bar(
        "alive", measured.buckets.map(\.alive),
        "min \(Quantity.count(measured.aliveMin)), mean \(number(measured.aliveMean)), "
          + "max \(Quantity.count(measured.aliveMax)) processes"))
    lines.append(
      bar(
        "busy", measured.buckets.map(\.busy),
        "min \(number(measured.busyMin)), mean \(number(measured.busyMean)), "
          + "max \(number(measured.busyMax)) processors"))
    lines.append(
      line(
        "busy is an estimate: each process's CPU time is spread evenly over its life", .faint))
    if measured.unknownCPU > 0 {
      lines.append(
        line("\(processes(measured.unknownCPU)) had not ended: CPU time not known", .doubtful))
    }
    if measured.unknownEnds > 0 {
      lines.append(
        line("the end of \(processes(measured.unknownEnds)) was not seen: left out", .doubtful))
    }
    return lines
  }

  private func bar(_ name: String, _ values: [Double], _ words: String) -> String {
    // Processes and processors have different scales; each bar has its own greatest as full.
    let padding = String(repeating: " ", count: max(6 - name.count, 1))
    return "  \(name)\(padding)\(BarLine.text(values))\n"
      + TerminalText.cut(String(repeating: " ", count: 8) + words, to: style.columns)
  }

  private func number(_ value: Double) -> String { Quantity.significant(value) }

  private func processes(_ count: Int64) -> String {
    Quantity.count(count, "process", "processes")
  }

  private func line(_ text: String, _ emphasis: TextStyle.Emphasis) -> String {
    style.emphasised(TerminalText.cut("  " + text, to: style.columns), emphasis)
  }

  // MARK: Critical path

  var criticalPath: [String] {
    let path = run.criticalPath
    guard path.duration > 0 else { return [] }
    var lines = [
      style.emphasised("Critical path of run \(run.run.id): what ended last", .strong),
      line(
        "walked back from the run's end by which child ended last; who waited is not recorded",
        .faint),
    ]
    lines += tools(path) + [""] + segments(path)
    return lines
  }

  private func tools(_ path: CriticalPath) -> [String] {
    var table = TextColumns([
      ("tool", .left), ("segments", .right), ("wall", .right), ("of the run", .right),
    ])
    for tool in path.tools.prefix(top) {
      table.add([
        TerminalText.cut(name(tool.name), to: 24), Quantity.count(tool.segments),
        Quantity.duration(tool.time), share(tool.time),
      ])
    }
    if path.unattributed > 0 {
      table.add([
        "(no process)", "", Quantity.duration(path.unattributed), share(path.unattributed),
      ])
    }
    return table.lines(style) + more(path.tools.count - top)
  }

  /// The longest ones, in the order of time, and the others as one line.
  private func segments(_ path: CriticalPath) -> [String] {
    let path = path.cut(to: top)
    var table = TextColumns([
      ("from", .right), ("wall", .right), ("of the run", .right), ("pid", .right),
      ("command", .left),
    ])
    for segment in path.segments {
      table.add([
        segment.started == run.started
          ? "0 s" : "+" + Quantity.duration(segment.started - run.started),
        Quantity.duration(segment.duration), share(segment.duration),
        segment.process.map { String($0.pid) } ?? "", command(segment.process),
      ])
    }
    guard path.omitted > 0 else { return table.lines(style) }
    let (rest, time) = (path.omitted, path.omittedTime)
    return table.lines(style) + [
      TerminalText.cut(
        "  … and \(Quantity.count(rest)) shorter ones, \(Quantity.duration(time)) together "
          + "(\(share(time)))", to: style.columns)
    ]
  }

  private func more(_ count: Int) -> [String] {
    count > 0 ? ["  … and \(Quantity.count(Int64(count))) more: --top"] : []
  }

  private func name(_ name: RawText?) -> String {
    name.map { TerminalText.escaped($0) } ?? "(not known)"
  }

  private func command(_ process: CriticalPath.Process?) -> String {
    guard let process else { return "(no process)" }
    let note = process.hasEnded ? "" : "(end not seen) "
    guard process.hasExecuted, !process.command.isEmpty else {
      return note + name(process.tool) + (process.hasExecuted ? "" : " (forked)")
    }
    var arguments = process.command
    // Where a program lies is seldom what it is known by.
    arguments[0] = arguments[0].baseName
    return note + TerminalText.command(arguments, columns: style.columns)
  }

  /// Of the run's duration.
  private func share(_ time: Int64) -> String {
    let percent = 100 * Double(time) / Double(max(run.criticalPath.duration, 1))
    return String(format: "%.1f %%", percent)
  }
}
