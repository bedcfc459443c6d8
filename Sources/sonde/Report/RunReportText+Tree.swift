import Store

extension RunReportText {
  /// The processes by descent.
  var tree: [String] {
    guard let tree = report.tree else { return [] }
    var lines = [heading("Processes")]
    for root in tree.roots { lines += self.lines(of: root, first: "  ", rest: "  ") }
    for more in tree.more { lines.append(line(omitted(more))) }
    if tree.unread > 0 {
      lines.append(line("… and \(Quantity.count(tree.unread)) that began later"))
    }
    return lines
  }

  private func lines(of node: ProcessNode, first: String, rest: String) -> [String] {
    var text = first + TerminalText.cut(summary(of: node), to: style.columns)
    if node.children.isEmpty {
      text += node.more.map { " — \(omitted($0)) below" }.joined()
      return [TerminalText.cut(text, to: style.columns)]
    }
    var lines = [TerminalText.cut(text, to: style.columns)]
    for (index, child) in node.children.enumerated() {
      let isLast = index == node.children.count - 1 && node.more.isEmpty
      lines += self.lines(
        of: child, first: rest + (isLast ? "└─ " : "├─ "), rest: rest + (isLast ? "   " : "│  "))
    }
    for (index, more) in node.more.enumerated() {
      let branch = index == node.more.count - 1 ? "└─ " : "├─ "
      lines.append(TerminalText.cut(rest + branch + omitted(more), to: style.columns))
    }
    return lines
  }

  /// What is short and says most comes first, as lines are cut at their ends.
  private func summary(of node: ProcessNode) -> String {
    let process = node.process
    var facts: [String] = []
    if process.isOOMKilled || process.outcome != .exited(code: 0) {
      facts.append(words.brief(process))
    }
    if let duration = process.duration { facts.append(Quantity.duration(duration)) }
    let memory = peak(process.peakRSS, process.peakRSSSource)
    if !memory.isEmpty { facts.append(memory) }
    var text = name(process.name)
    if !facts.isEmpty { text += " [\(facts.joined(separator: ", "))]" }
    if let container = process.container { text += " {\(label(RawText(container)))}" }
    if let step = process.step, step.isFirst { text += " <\(step.engine): \(label(step.label))>" }
    guard process.hasExecuted else { return text + " forked" }
    let arguments = TerminalText.command(
      Array(process.command.dropFirst()), columns: style.columns)
    return arguments.isEmpty ? text : "\(text) \(arguments)"
  }

  private func omitted(_ more: OmittedProcesses) -> String {
    let what = more.name.map(name) ?? (more.count == 1 ? "process" : "processes")
    let descendants =
      more.descendants == 0
      ? "" : " with \(Quantity.count(more.descendants, "descendant", "descendants"))"
    return "… and \(Quantity.count(more.count)) more \(what)\(descendants)"
  }
}
