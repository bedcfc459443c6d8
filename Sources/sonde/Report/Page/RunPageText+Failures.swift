import Page
import Store

extension RunPageText {
  /// What failed: as it was stored when the run ended, else as it follows from what is stored.
  var failures: [PageContents.Failure] {
    if let failures = timeline.failures { return failures.elements.map(failure) }
    return report.failures.failures.elements.map(failure)
  }

  /// How complete the list is.
  var failuresNote: String? {
    let omitted = timeline.failures?.omitted ?? report.failures.failures.omitted
    return omitted > 0
      ? "… and \(Quantity.count(omitted)) more: sonde analyze failures --run \(report.run.id)" : nil
  }

  private func failure(_ failure: RunTimeline.Failure) -> PageContents.Failure {
    var told = PageContents.Failure(summary: TerminalText.escaped(failure.summary))
    told.isHidden = failure.isHidden
    told.isConsequence = failure.cause != failure.id
    told.process = failure.process < 0 ? nil : Int(failure.process)
    if !failure.command.isEmpty {
      told.command = TerminalText.command(failure.command, columns: Self.commandColumns)
    }
    told.evidence = evidence(failure)
    return told
  }

  private func evidence(_ failure: RunTimeline.Failure) -> [PageContents.Fact] {
    var values: [String: RunTimeline.Failure.Evidence] = [:]
    for evidence in failure.evidence { values[evidence.column] = evidence }
    func text(_ column: String) -> String? {
      values[column].map { TerminalText.escaped($0.text) }
    }
    func size(_ column: String) -> String? { values[column]?.number.map(Quantity.size) }
    var sender = text("sender_comm")
    if let pid = text("sender_pid") { sender = "\(sender ?? "a process") (pid \(pid))" }
    var call = text("call")
    if let error = text("call_error") { call = "\(call ?? "a call"): \(error)" }
    if let path = text("call_path") { call = "\(call ?? "a call") \(path)" }
    let place = Int(failure.process)
    let container = place < 0 ? nil : timeline.processes[place].brief.container
    let lines: [(String, String?)] = [
      ("container", container.map { TerminalText.escaped($0) }),
      ("step", failure.step.map { TerminalText.escaped($0) }),
      (
        "when",
        failure.at.map { "\(Quantity.duration(max($0 - timeline.started, 0))) into the run" }
      ),
      ("exit status", text("exit_code")), ("signal", text("signal_name")), ("sent by", sender),
      ("limit of", text("oom_scope")), ("limit", size("oom_limit_bytes")),
      ("its memory", size("rss_bytes")), ("last failing call", call),
    ]
    return lines.compactMap { label, text in text.map { .init(label: label, text: $0) } }
      + failure.proof.map { .init(label: "shown by", text: TerminalText.escaped($0)) }
  }

  // MARK: Not stored

  private func failure(_ failure: StoredFailure) -> PageContents.Failure {
    var told = PageContents.Failure(summary: TerminalText.escaped(failure.summary))
    told.isHidden = failure.isHidden
    told.isConsequence = !failure.isCause
    told.process = place(of: failure.processID)
    if !failure.command.isEmpty {
      told.command = TerminalText.command(failure.command, columns: Self.commandColumns)
    }
    if let container = failure.container {
      told.evidence.append(.init(label: "container", text: TerminalText.escaped(container)))
    }
    told.evidence += failure.proof.map {
      .init(label: "shown by", text: TerminalText.escaped($0))
    }
    return told
  }

  private func place(of id: Int64) -> Int? {
    timeline.processes.firstIndex { $0.brief.id == id }
  }
}
