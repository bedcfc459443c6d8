import Advice
import Store

/// Advice for people: a table of what to ask for, what is to be said beside it, and what was asked for
/// last time.
struct AdviceText {
  let list: AdviceList
  let style: TextStyle

  private var words: AdviceWords { AdviceWords(list.rule) }

  /// The whole text, with a line feed at its end.
  func render() -> String {
    guard !list.advice.isEmpty else {
      return "no execution is stored (of \(Quantity.count(list.runs, "run", "runs")))\n"
    }
    let sections = [[head] + table, remarks, asked]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private var head: String {
    style.emphasised(
      "ask for, by \(Quantity.count(list.runs, "run", "runs")): \(words.basis)", .strong)
  }

  private var table: [String] {
    var table = TextColumns([
      ("tool or step", .left), ("n", .right), ("CPUs", .right), ("memory", .right),
      ("time", .right), ("CPUs p95", .right), ("memory p95", .right), ("max", .right),
      ("time p95", .right), ("max", .right),
    ])
    for item in list.advice {
      let requirement = item.requirement
      let (memory, wall) = (requirement.memory, requirement.wall)
      table.add([
        name(requirement.subject, width: 20), Quantity.count(requirement.succeeded),
        item.processors.map { Quantity.count($0) } ?? "?",
        item.memory.map(Quantity.size) ?? "?",
        item.minutes.map { "\(Quantity.count($0)) m" } ?? "?",
        requirement.processors.count == 0
          ? "" : Quantity.significant(Double(requirement.processors.p95) / 1000),
        memory.count == 0 ? "" : Quantity.size(memory.p95),
        memory.count == 0 ? "" : Quantity.size(memory.max),
        wall.count == 0 ? "" : Quantity.duration(wall.p95),
        wall.count == 0 ? "" : Quantity.duration(wall.max),
      ])
    }
    let more =
      list.omitted > 0 ? ["  … and \(Quantity.count(Int64(list.omitted))) more: --top"] : []
    return table.lines(style) + more
  }

  private func name(_ subject: Requirement.Subject, width: Int) -> String {
    TerminalText.cut(AdviceWords.subject(subject), to: width)
  }

  private var remarks: [String] {
    let lines = list.advice.flatMap { item in
      item.remarks.map { remark in
        TerminalText.cut(
          "  \(name(item.requirement.subject, width: 24)): \(words.sentence(remark))",
          to: max(style.columns, 160))
      }
    }
    return lines.isEmpty ? [] : [style.emphasised("What is to be known", .strong)] + lines
  }

  // MARK: What was asked for

  private var asked: [String] {
    guard let requests = list.requests else { return [] }
    let title = style.emphasised("Asked for in run \(requests.run)", .strong)
    guard !requests.jobs.isEmpty else {
      return [
        title,
        line("not known: no variables of Slurm that say it were kept, and limits of control"),
        line("groups are not stored"),
      ]
    }
    return [title] + requests.jobs.flatMap(job)
      + [line(style.emphasised("limits of control groups are not stored", .faint))]
  }

  private func line(_ text: String) -> String { TerminalText.cut("  \(text)", to: style.columns) }

  private func job(_ judgement: RequestJudgement) -> [String] {
    let request = judgement.request
    let name = TerminalText.cut(TerminalText.escaped(request.job), to: 24)
    var lines: [String] = []
    if let processors = request.processors, let used = judgement.processorsUsed {
      let asked = Quantity.count(processors, "processor", "processors")
      lines.append(
        line(
          "job \(name): \(asked) asked for, \(Quantity.significant(used)) used on average"
            + verdict(judgement.processors)))
    }
    if let memory = request.memory {
      var used = "how much was used is not known"
      if request.greatestProcess >= 0 {
        used = "\(Quantity.size(request.greatestProcess)) in the largest process"
        if request.mostMemory >= 0 {
          used += ", at most \(Quantity.size(request.mostMemory)) at one time"
        }
      }
      if request.outOfMemory > 0 {
        used += "; the out-of-memory killer ended \(Quantity.count(request.outOfMemory))"
      }
      lines.append(
        line(
          "job \(name): \(Quantity.size(memory)) asked for, \(used)" + verdict(judgement.memory)))
    }
    return lines
  }

  private func verdict(_ verdict: RequestJudgement.Verdict) -> String {
    switch verdict {
    case .over: ": too much"
    case .under: ": hardly enough"
    case .fitting, .unknown: ""
    }
  }
}
