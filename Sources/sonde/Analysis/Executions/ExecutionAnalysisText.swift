import Store

/// An analysis of executions for people: the sums in a few lines, then tables, then the single run.
struct ExecutionAnalysisText {
  static let defaultTop = 20

  let list: ExecutionLists
  let style: TextStyle

  var analysis: ExecutionAnalysis { list.analysis }
  var top: Int { list.top ?? Self.defaultTop }

  /// The whole text, with a line feed at its end.
  func render() -> String {
    guard analysis.overall.processes > 0 else {
      return "no process matches (of \(Quantity.count(analysis.runs, "run", "runs")))\n"
    }
    var sections = [summary]
    if analysis.pipelines.count > 1 {
      sections += tables(
        "Pipelines", "pipeline", pipelineRows, count: analysis.pipelines.count)
    }
    sections += tables("Tools", "tool", toolRows, count: analysis.tools.count)
    if let single = analysis.singleRun {
      let run = SingleRunText(run: single, style: style, top: top)
      sections += [run.parallelism, run.criticalPath]
    }
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  // MARK: Sums

  private var summary: [String] {
    let use = analysis.overall
    let head = [
      Quantity.count(analysis.runs, "run", "runs"),
      Quantity.count(use.processes, "process", "processes"),
      Quantity.count(use.executions, "execution", "executions"),
    ].joined(separator: ", ")
    var lines = [style.emphasised(head, .strong)]
    lines.append(fact("failures", failures(use)))
    if use.outOfMemory > 0 {
      lines.append(
        fact("", "the out-of-memory killer chose \(Quantity.count(use.outOfMemory)) of all"))
    }
    if let words = withoutEnd(use) { lines.append(fact("no end", words)) }
    lines.append(fact("wall", spread(use.wall)))
    lines.append(fact("CPU", spread(use.cpu)))
    if use.cpu.count > 0 {
      lines.append(
        fact(
          "",
          "\(Quantity.duration(use.userTime)) of it user time, "
            + "\(Quantity.duration(use.systemTime)) system time"))
    }
    lines.append(fact("memory", memory(use)))
    lines.append(
      fact(
        "storage",
        "\(Quantity.size(use.readBytes)) read, \(Quantity.size(use.writeBytes)) written; "
          + "by system calls \(Quantity.size(use.rchar)) and \(Quantity.size(use.wchar))"))
    return lines
  }

  private func fact(_ name: String, _ words: String) -> String {
    let padding = String(repeating: " ", count: max(10 - name.count, 1))
    return TerminalText.cut("  \(name)\(padding)\(words)", to: style.columns)
  }

  private func failures(_ use: ProcessUse) -> String {
    var words = Quantity.count(use.failures)
    if use.failures > 0 {
      words +=
        " (\(Quantity.count(use.exitedNonZero)) exited with a status other than 0, "
        + "\(Quantity.count(use.signalled)) ended by a signal)"
    }
    return words
  }

  private func withoutEnd(_ use: ProcessUse) -> String? {
    var parts: [String] = []
    if use.running > 0 { parts.append("\(Quantity.count(use.running)) still running") }
    if use.endNotSeen > 0 {
      parts.append("the end of \(Quantity.count(use.endNotSeen)) was not seen")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private func spread(_ times: Distribution) -> String {
    guard times.count > 0 else { return "not known: no process has ended" }
    return "\(Quantity.duration(times.sum)); each \(Quantity.duration(times.roundedMean)) on "
      + "average, p50 \(Quantity.duration(times.p50)), p95 \(Quantity.duration(times.p95)), at most "
      + Quantity.duration(times.max)
  }

  private func memory(_ use: ProcessUse) -> String {
    guard use.peakMemory.count > 0 else { return "not known" }
    return "at most \(Self.peak(use)) in one process, p95 \(Quantity.size(use.peakMemory.p95))"
  }

  static func peak(_ use: ProcessUse) -> String {
    guard use.peakMemory.count > 0 else { return "" }
    return (use.peakMemorySource == .bound ? "≤ " : "") + Quantity.size(use.peakMemory.max)
  }
}

extension Distribution {
  /// The mean, to whole units.
  var roundedMean: Int64 { Int64(mean.rounded()) }
}
