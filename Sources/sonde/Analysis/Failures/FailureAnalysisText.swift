import Store

/// An analysis of failures for people.
struct FailureAnalysisText {
  let analysis: FailureAnalysis
  let style: TextStyle

  private static let groupLimit = 20

  /// The whole text, with a line feed at its end.
  func render() -> String {
    var sections = [[style.emphasised(title, .strong)] + doubts]
    if !analysis.causes.elements.isEmpty { sections[0] += [""] + causes }
    if analysis.groups.count > 1 { sections.append(groups) }
    return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var title: String {
    let runs = Quantity.count(analysis.runs, "run", "runs")
    let account = analysis.account
    if account.failures == 0 { return "No failure in \(runs)" }
    var text = Quantity.count(account.causes, "failure", "failures")
    text += " in \(Quantity.count(analysis.runsWithFailures)) of \(runs)"
    if account.hidden > 0 {
      text += ", \(Quantity.count(account.hidden)) of them inside something that succeeded"
    }
    return text
  }

  private var doubts: [String] {
    let account = analysis.account
    var doubts: [String] = []
    let after = account.failures - account.causes
    if after > 0 {
      let processes = Quantity.count(after, "process that failed", "processes that failed")
      doubts.append("and \(processes) after them")
    }
    if account.excused > 0 {
      let ends = Quantity.count(account.excused, "process", "processes")
      doubts.append(
        "\(ends) ended otherwise than with exit status 0, which is no failure of theirs")
    }
    if account.omitted > 0 {
      doubts.append(
        "\(Quantity.count(account.omitted)) more ended so, too many to be looked at")
    }
    if analysis.incompleteRuns > 0 {
      let records = Quantity.count(analysis.incompleteRuns, "record is", "records are")
      doubts.append("\(records) incomplete: there may be other failures, and causes")
    }
    return doubts.flatMap { TextWrap.lines($0, columns: style.columns, indent: 2) }
  }

  private var causes: [String] {
    var lines: [String] = []
    for failure in analysis.causes.elements {
      let run = "run \(failure.runID), \(Quantity.time(failure.at))"
      lines.append(
        "  " + style.emphasised(failure.isHidden ? run + ", hidden" : run, .faint))
      lines += FailureText(failure: failure, style: style).lines
    }
    if analysis.causes.omitted > 0 {
      lines.append("  … and \(Quantity.count(analysis.causes.omitted)) more: --top")
    }
    return lines
  }

  private var groups: [String] {
    var table = TextColumns([
      ("failures", .right), ("hidden", .right), ("kind", .left), ("error", .left),
      ("last in run", .right), ("program", .left),
    ])
    for group in analysis.groups.prefix(Self.groupLimit) {
      table.add([
        Quantity.count(group.causes), Quantity.count(group.hidden),
        group.kind.replacing("_", with: " "), group.callError ?? "", String(group.lastRun),
        TerminalText.cut(TerminalText.escaped(group.tool), to: 40),
      ])
    }
    let more = analysis.groups.count - Self.groupLimit
    return [style.emphasised("By program and reason", .strong)] + table.lines(style)
      + (more > 0 ? ["  … and \(Quantity.count(Int64(more))) more"] : [])
  }
}
