import Probes
import Store

extension RunReportText {
  /// What the run was and took, a line for each kind of thing.
  var facts: [String] {
    known.map { fact($0.label, $0.text) } + record + unheard
  }

  /// The same as labels and texts, but for how complete it is.
  var known: [(label: String, text: String)] {
    [
      ("processes", processes), ("CPU", cpu), ("memory", memory), ("storage", storage),
      ("all I/O", transfers), ("tracing", tracing), ("trace", report.run.traceID),
    ].compactMap { label, text in text.map { (label, $0) } }
  }

  private func fact(_ label: String, _ text: String) -> String {
    let padding = String(repeating: " ", count: 11 - label.count)
    return "  " + style.emphasised(label, .faint) + padding
      + TerminalText.cut(text, to: style.columns - 13)
  }

  private var processes: String? {
    var text = Quantity.count(report.run.processes)
    text += ", " + Quantity.count(report.run.executions, "execution", "executions")
    if report.totals.nonZero > 0 {
      text += "; \(Quantity.count(report.totals.nonZero)) ended otherwise than with exit status 0"
    }
    if report.totals.withoutEnd > 0 {
      text += "; \(Quantity.count(report.totals.withoutEnd)) whose end was not seen"
      text += hasSums ? " (in none of the sums)" : ""
    }
    return text
  }

  /// Of processes that have not ended nothing is known to add up.
  private var hasSums: Bool { report.totals.processes > report.totals.withoutEnd }

  private var cpu: String? {
    if let word = missing.word(.switch) { return word }
    guard hasSums else { return nil }
    let (user, system) = (report.totals.userTime, report.totals.systemTime)
    var text = Quantity.duration(user + system)
    text += " (\(Quantity.duration(user)) user, \(Quantity.duration(system)) system)"
    if let duration = report.run.duration, duration > 0 {
      let mean = Quantity.significant(Double(user + system) / Double(duration))
      text += ", \(mean) processors on average"
    }
    return text
  }

  private var memory: String? {
    if let word = missing.word(.exit) { return word }
    guard let process = report.largest.first, let bytes = process.peakRSS else { return nil }
    let amount =
      switch process.peakRSSSource {
      case .bound: "at most \(Quantity.size(bytes))"
      default: Quantity.size(bytes)
      }
    return "\(amount) in the largest process, \(name(process.name)) (pid \(process.pid))"
  }

  private var storage: String? {
    if let word = missing.word(.switch) { return word }
    return hasSums ? transfer(report.totals.readBytes, report.totals.writeBytes) : nil
  }

  private var transfers: String? {
    if let word = missing.word(.switch) { return word }
    let amounts = transfer(report.totals.rchar, report.totals.wchar)
    return hasSums ? amounts + " (cached files, pipes, sockets too)" : nil
  }

  private func transfer(_ read: Int64, _ written: Int64) -> String {
    "\(Quantity.size(read)) read, \(Quantity.size(written)) written"
  }

  private var tracing: String? {
    guard let tracing = report.run.tracing else { return nil }
    var text = "\(Quantity.duration(tracing.cpu)) CPU"
    let used = report.totals.userTime + report.totals.systemTime
    if used > 0, !missing.contains(.switch) {
      let percent = 100 * Double(tracing.cpu) / Double(used)
      text += " (\(Quantity.significant(percent)) % of the run's own)"
    }
    if let kernel = tracing.kernel {
      text += ", about \(Quantity.duration(kernel)) in the kernel"
    }
    return text + ", \(Quantity.size(tracing.peakRSS)) memory"
  }

  // MARK: Completeness

  /// Whether this is all there was.
  private var record: [String] {
    completeness.map { $0.isDoubtful ? doubt($0.text) : fact("record", $0.text) }
  }

  /// The same as texts, and whether they make numbers doubtful.
  var completeness: [(text: String, isDoubtful: Bool)] {
    let losses = report.losses.map {
      "\(Quantity.count($0.count)) \(TerminalText.escaped($0.kind))"
    }
    var lines: [(text: String, isDoubtful: Bool)] = []
    switch (report.run.isComplete, losses.isEmpty) {
    case (true, true): lines = [("complete: everything that was sent has arrived", false)]
    case (_, false): lines = [("incomplete, lost: " + losses.joined(separator: ", "), true)]
    case (nil, true): lines = [("not closed: what is told here may change", true)]
    case (false, true):
      lines = [("incomplete" + (report.run.isInterrupted ? ": tracing was interrupted" : ""), true)]
    }
    if report.run.isInterrupted, !losses.isEmpty { lines.append(("tracing was interrupted", true)) }
    if !report.unattributedLosses.isEmpty {
      let losses = report.unattributedLosses.map {
        "\(Quantity.count($0.count)) \(TerminalText.escaped($0.kind))"
      }
      lines.append(
        ("lost meanwhile, of this run or another: " + losses.joined(separator: ", "), true))
    }
    return lines
  }

  /// What is missing for want of hooks, whole: it is what makes numbers doubtful.
  private var unheard: [String] {
    missing.sentences.map { sentence in
      "  " + style.emphasised("missing", .faint) + "    "
        + style.emphasised(TerminalText.escaped(sentence), .doubtful)
    }
  }

  private func doubt(_ text: String) -> String {
    "  " + style.emphasised("record", .faint) + "     "
      + style.emphasised(TerminalText.cut(text, to: style.columns - 13), .doubtful)
  }
}
