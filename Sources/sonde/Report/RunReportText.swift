import Store

/// A report for people: what happened in the first line, then what it took, then what ended badly,
/// then where time and memory went.
struct RunReportText {
  let report: RunReport
  let style: TextStyle
  let words: OutcomeWords
  let missing: MissingFacts

  init(report: RunReport, style: TextStyle) {
    self.report = report
    self.style = style
    words = OutcomeWords(signals: report.signals)
    missing = MissingFacts(report)
  }

  /// The whole text, with a line feed at its end.
  func render() -> String {
    let sections = [
      [verdict, style.emphasised(subtitle, .faint)], failures, facts, endings, failedExecutions,
      steps, containers, slowest, largest, tools, times, tree,
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  // MARK: Verdict

  /// One line: what ran, how it ended, how long it took.
  var verdict: String {
    let limit = max(style.columns - 40, 20)
    let title = TerminalText.cut(TerminalText.escaped(report.run.title), to: limit)
    guard let duration = report.run.duration.map(Quantity.duration) else {
      return style.emphasised("\(title) has not ended, or its end was not stored", .doubtful)
    }
    switch report.run.outcome {
    case .exited(code: 0):
      let text = style.emphasised("\(title) succeeded in \(duration)", .good)
      return text + style.emphasised(reservation, .bad)
    case .exited(let code):
      return style.emphasised("\(title) failed with exit status \(code) after \(duration)", .bad)
    case .killed(let signal, _):
      let killer =
        root.map(words.isKilledForMemory) ?? false
        ? "the out-of-memory killer" : report.signals[signal]
      return style.emphasised("\(title) was killed by \(killer) after \(duration)", .bad)
    case .unknown where report.run.isInterrupted:
      return style.emphasised(
        "\(title): tracing ended after \(duration), before its end was seen", .doubtful)
    case .unknown:
      return style.emphasised("\(title) ended after \(duration); how was not seen", .doubtful)
    }
  }

  private var root: ProcessBrief? { report.root }

  /// A root may well succeed over the bodies of its children.
  var reservation: String {
    if report.totals.outOfMemory > 0 {
      let victims = Quantity.count(report.totals.outOfMemory)
      return ", but the out-of-memory killer chose \(victims) of its processes"
    }
    let killed = report.endings.elements.reduce(into: Int64(0)) { sum, group in
      if case .killed = group.first.outcome, !group.isOrdinary { sum += group.count }
    }
    if killed == 0 { return hidden }
    return ", but \(Quantity.count(killed)) of its processes \(killed == 1 ? "was" : "were") killed"
  }

  private var hidden: String {
    let (count, all) = (report.failures.account.hidden, report.failures.account.causes)
    if count == 0 {
      return all == 0
        ? ""
        : ", but there \(all == 1 ? "was" : "were") "
          + "\(Quantity.count(all, "failure", "failures")) inside it"
    }
    return ", but \(Quantity.count(count, "failure", "failures")) inside it "
      + (count == 1 ? "was" : "were") + " covered up"
  }

  /// Which run it was.
  var subtitle: String {
    var parts = ["run \(report.run.id)"]
    if let pipeline = report.run.pipeline { parts.append("pipeline \(escaped(pipeline))") }
    parts.append("on \(escaped(report.run.host))")
    parts.append("began \(Quantity.time(report.run.started))")
    return TerminalText.cut(parts.joined(separator: ", "), to: style.columns)
  }

  private func escaped(_ text: String) -> String {
    TerminalText.cut(TerminalText.escaped(text), to: 30)
  }

  // MARK: Parts of sections

  func heading(_ text: String) -> String {
    style.emphasised(text, .strong)
  }

  func name(_ name: RawText) -> String {
    TerminalText.cut(TerminalText.escaped(name), to: 32)
  }

  /// A line of an ordinary text, cut at the right margin.
  func line(_ text: String, indent: Int = 2) -> String {
    TerminalText.cut(String(repeating: " ", count: indent) + text, to: style.columns)
  }

  func peak(_ bytes: Int64?, _ source: MeasureSource) -> String {
    guard let bytes, source != .missing else { return "" }
    return (source == .bound ? "≤ " : "") + Quantity.size(bytes)
  }
}
