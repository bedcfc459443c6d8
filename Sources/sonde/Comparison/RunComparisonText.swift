import Comparison
import Store

/// A comparison for people: what the two runs were, then what is different, the most telling kind
/// first and of each kind the greatest.
struct RunComparisonText {
  let comparison: RunComparison
  let style: TextStyle
  /// How many of a kind are listed.
  let top: Int
  let signals: SignalNames

  /// The whole text, with a line feed at its end.
  func render() -> String {
    let sections = [
      [verdict] + subtitles + reservations, failures, presence("Gone", comparison.gone),
      presence("New", comparison.new), versions, arguments, times, memory, inputs, libraries, basis,
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  // MARK: Head

  private var before: RunRecord { comparison.before }
  private var after: RunRecord { comparison.after }

  /// How long they took, and whether anything else is different.
  var verdict: String {
    var words = "run \(after.id) compared with run \(before.id)"
    if let first = before.duration, let second = after.duration {
      let change = Change(before: first, after: second)
      words += ": \(Quantity.duration(first)) → \(Quantity.duration(second))"
      words += percent(change).map { " (\($0))" } ?? ""
    }
    if comparison.isEmpty {
      let hasDoubts = !reservations.isEmpty
      words += hasDoubts ? "; no difference in what is stored" : "; nothing is different"
    }
    return style.emphasised(words, .strong)
  }

  private var subtitles: [String] {
    [("before", before), ("after", after)].map { label, run in
      let title = TerminalText.cut(TerminalText.escaped(run.title), to: 30)
      let text =
        "  \(label.padded(to: 7)) run \(run.id), \(title), \(ending(run)), on "
        + "\(TerminalText.escaped(run.host)), began \(Quantity.time(run.started))"
      return style.emphasised(TerminalText.cut(text, to: style.columns), .faint)
    }
  }

  private func ending(_ run: RunRecord) -> String {
    switch run.outcome {
    case _ where run.ended == nil: "not ended"
    case .unknown: "its end was not seen"
    case .exited(code: 0): "succeeded"
    case .exited(let code): "failed with exit status \(code)"
    case .killed(let signal, _): "killed by \(signals[signal])"
    }
  }

  /// What makes the comparison doubtful.
  private var reservations: [String] {
    var lines: [String] = []
    for run in [before, after] {
      if run.ended == nil {
        lines.append(
          "run \(run.id) has not ended, or its end was not stored: what is missing may still come")
      } else if run.isInterrupted {
        lines.append("run \(run.id) was left by tracing before its end: what came then is missing")
      } else if run.isComplete != true || run.lost > 0 {
        lines.append("run \(run.id) is incomplete: what is missing of it may have been lost")
      }
    }
    if comparison.matched == 0 {
      lines.append("the two runs have no process in common")
    } else if before.title.baseName != after.title.baseName, before.name == nil, after.name == nil {
      lines.append("the two runs began with different programs")
    }
    return lines.map { "  " + style.emphasised("! " + $0, .doubtful) }
  }

  // MARK: Parts

  func section(_ title: String, _ count: Int, _ lines: [String]) -> [String] {
    guard count > 0 else { return [] }
    let more = count - min(count, top)
    return [style.emphasised(title, .strong)] + lines
      + (more > 0 ? ["  … and \(Quantity.count(Int64(more))) more: --top"] : [])
  }

  func line(_ text: String, indent: Int = 2) -> String {
    TerminalText.cut(String(repeating: " ", count: indent) + text, to: style.columns)
  }

  func name(_ name: RawText) -> String {
    TerminalText.cut(TerminalText.escaped(name), to: 32)
  }

  /// Who: the tool, how many of its processes, the step.
  func subject(_ example: ComparedExample, count: Int) -> String {
    var words = name(example.tool)
    if count > 1 { words += " (\(Quantity.count(Int64(count))) processes)" }
    if let step = example.step {
      words += count > 1 ? ", as in step " : " in step "
      words += TerminalText.cut(TerminalText.escaped(step), to: 40)
    }
    return words
  }

  /// The example's arguments, on a line of their own.
  func command(_ example: ComparedExample) -> String {
    line(
      style.emphasised(
        TerminalText.command(example.command, columns: style.columns - 6), .faint), indent: 6)
  }

  func percent(_ change: Change) -> String? {
    guard change.before > 0 else { return nil }
    let ratio = Double(change.after) / Double(change.before)
    if ratio >= 10 { return "× \(Quantity.significant(ratio))" }
    let percent = 100 * (ratio - 1)
    if abs(percent) < 0.05 { return "no change" }
    return (percent > 0 ? "+" : "−") + Quantity.significant(abs(percent)) + " %"
  }

  func list(_ tools: [RawText]) -> String {
    let shown = tools.prefix(4).map(name).joined(separator: ", ")
    return tools.count > 4 ? shown + " and \(tools.count - 4) more" : shown
  }

  /// What the judgement rests on.
  private var basis: [String] {
    let words =
      comparison.judgesByEarlierRuns
      ? [
        "time and memory are judged by \(comparison.earlierRuns) earlier runs:",
        "named is what differs by more than twice their range",
      ]
      : [
        "time and memory are judged by a rule of thumb, for there are \(comparison.earlierRuns) earlier "
          + "runs, not 3:",
        "named is what differs by more than 25 % and 0.3 s, or 20 % and 16 MiB",
      ]
    var lines = words.map { style.emphasised(line($0), .faint) }
    if comparison.unknownPrograms > 0 {
      let count = Quantity.count(
        Int64(comparison.unknownPrograms), "process's program", "processes' programs")
      lines.append(
        style.emphasised(line("the build of \(count) is not known in both runs"), .faint))
    }
    return lines
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }
}
