import Store

extension RunReportText {
  /// The processes that ended otherwise than with exit status 0.
  var endings: [String] {
    let groups = report.endings.elements
    guard !groups.isEmpty else { return [] }
    var lines = [heading("Ended otherwise than with exit status 0")]
    for group in groups {
      lines += ending(group)
    }
    if report.endings.omitted > 0 {
      lines.append(line("… and \(Quantity.count(report.endings.omitted)) more"))
    }
    return lines
  }

  private func ending(_ group: EndingGroup) -> [String] {
    let words = words.words(group.first, isOrdinary: group.isOrdinary, count: group.count)
    let subject = line("\(subject(group.count, group.first)): \(words)")
    let isBad: Bool =
      switch group.first.outcome {
      case .killed: !group.isOrdinary
      default: group.first.isOOMKilled
      }
    var detail: String
    if group.isRoot {
      detail = "the root of the run"
    } else if group.first.hasExecuted {
      detail = TerminalText.command(group.first.command, columns: style.columns - 6)
    } else {
      detail = "forked; executed nothing itself"
    }
    if let step = group.first.step {
      let others = group.count == 1 ? "" : "the first "
      detail = "\(others)in \(step.engine) step \(label(step.label)): \(detail)"
    }
    return [
      isBad ? style.emphasised(subject, .bad) : subject,
      style.emphasised(line(detail, indent: 6), .faint),
    ]
  }

  private func subject(_ count: Int64, _ first: ProcessBrief) -> String {
    count == 1
      ? "\(name(first.name)) (pid \(first.pid))"
      : "\(Quantity.count(count)) × \(name(first.name)) (first pid \(first.pid))"
  }

  /// The files that could not be executed.
  var failedExecutions: [String] {
    let groups = report.failedExecutions.elements
    guard !groups.isEmpty else { return [] }
    var lines = [heading("Executions that failed")]
    for group in groups {
      let tail = " by \(name(group.first.name))" + recovery(group)
      var head = group.error
      if group.count > 1 { head = "\(Quantity.count(group.count)) × \(head)" }
      let room = max(style.columns - 4 - head.count - TerminalText.width(tail), 20)
      let path = TerminalText.cut(TerminalText.escaped(group.path), to: room)
      lines.append(line("\(head) \(path)\(tail)"))
    }
    if report.failedExecutions.omitted > 0 {
      lines.append(line("… and \(Quantity.count(report.failedExecutions.omitted)) more"))
    }
    return lines
  }

  /// Shells look for a program in one directory after the other.
  private func recovery(_ group: FailedExecutionGroup) -> String {
    if group.recovered == 0 { return "" }
    if group.recovered < group.count {
      return "; after \(Quantity.count(group.recovered)) of them another execution succeeded"
    }
    return "; another execution succeeded thereafter"
  }
}
