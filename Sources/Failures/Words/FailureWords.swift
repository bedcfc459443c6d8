/// Puts a failure into a sentence, and what shows it into others.
struct FailureWords {
  let process: ProcessEvidence
  let kind: FailureKind
  let call: FailedCall?
  /// The failure of a child that it followed.
  let because: ProcessEvidence?
  /// A child that ended with the same status, which is no failure of the child's.
  let excusedChild: (process: ProcessEvidence, why: String)?
  /// The topmost process that failed with it.
  let top: ProcessEvidence
  /// The one above that succeeded in spite of it.
  let coverer: ProcessEvidence?

  var subject: String { Self.name(process) }

  /// What happened.
  var summary: String {
    var text = "\(who) \(ending)"
    if let coverer {
      text += "; \(Self.name(coverer)) around it ended with exit status 0 all the same"
    }
    return text
  }

  // MARK: Who

  /// What to call a process: what it was to execute, or its program.
  static func name(_ process: ProcessEvidence) -> String {
    if let execution = process.failedExecution { return execution.name }
    if let call = process.search?.call, let object = call.object {
      return object.split(separator: "/").last.map(String.init) ?? object
    }
    return process.tool.isEmpty ? "pid \(process.pid)" : process.tool
  }

  private var who: String {
    if process.hasExecuted || kind == .missingCommand || kind == .exec { return subject }
    return process.isShell ? "a part of \(subject)" : "a child process of \(subject)"
  }

  // MARK: How

  private var ending: String {
    switch kind {
    case .oom: MemoryWords(process.memory).ending
    case .signal: SignalWords(process).ending + (call.map { "; \(before($0))" } ?? "")
    case .missingCommand: "could not be run: \(notFound)"
    case .exec:
      "could not be run: " + CallWords.meaning(of: process.failedExecution?.error ?? "")
    case .exit: "failed with exit status \(process.exitCode ?? 0)" + reason
    }
  }

  private var notFound: String {
    subject.contains("/")
      ? "there is no such file, or what its first line names is missing"
      : "there is no such program"
  }

  /// What is known to have happened before.
  private var reason: String {
    if let because {
      return " after \(Self.name(because)) " + Self.past(because)
    }
    if process.tool == "timeout", process.exitCode == 124 {
      return ": the time was up that it had given what it ran"
    }
    if let (child, why) = excusedChild {
      return " after \(Self.name(child)) had \(Self.end(child)), for \(why)"
    }
    if process.tool == "srun", call.map(TellingCall.isRefusal) != true {
      return ": its own, or that of what it had Slurm start"
    }
    if let call { return "; \(before(call))" }
    return meaning + (process.calls.isEmpty ? "" : "; no call that failed says why")
  }

  private static func past(_ process: ProcessEvidence) -> String {
    switch FailureKind.of(process) {
    case .oom: "had been killed for want of memory"
    case .signal: "had been ended by \(SignalWords.name(process.signal ?? 0))"
    case .missingCommand: "had not been found"
    case .exec: "could not be executed"
    case .exit: "had failed with exit status \(process.exitCode ?? 0)"
    }
  }

  private static func end(_ process: ProcessEvidence) -> String {
    process.signal.map { "been ended by \(SignalWords.name($0))" }
      ?? "ended with exit status \(process.exitCode ?? 0)"
  }

  private func before(_ call: FailedCall) -> String {
    "before that, it could not \(CallWords(call: call).sentence)"
  }

  /// What shells mean by some statuses.
  private var meaning: String {
    guard let code = process.exitCode else { return "" }
    switch code {
    case 126: return ", by which shells mean that a program could not be executed"
    case 127: return ", by which shells mean that a program was not found"
    case 129...165: return ", by which shells mean \(SignalWords.name(code - 128))"
    default: return ""
    }
  }

  // MARK: Proof

  private static let commandLimit = 300

  /// What shows it.
  var proof: [String] {
    var lines = [command]
    if kind == .oom { lines += MemoryWords(process.memory).proof }
    if let execution = process.failedExecution {
      let tried = execution.attempts > 1 ? ", the last of \(execution.attempts) tried" : ""
      lines.append("execve of '\(execution.path)' failed: \(execution.error)\(tried)")
    }
    if process.isChosenForMemory, kind != .oom {
      lines.append("the out-of-memory killer had chosen it")
    }
    lines += TellingCall.candidates(process).suffix(4).reversed().map { call in
      when(call) + CallWords(call: call).evidence
    }
    switch process.search {
    case .said(let call):
      lines.append(
        CallWords(call: call).evidence
          + "; then the shell said on standard error that it was not found")
    case .own(let call): lines.append(CallWords(call: call).evidence)
    case .ofParent(let call):
      lines.append("before its shell forked, " + CallWords(call: call).evidence)
    case nil: break
    }
    if top.id != process.id {
      lines.append("\(Self.name(top)) (pid \(top.pid)) failed after it")
    }
    if let coverer {
      lines.append("\(Self.name(coverer)) (pid \(coverer.pid)) ended later, with exit status 0")
    }
    return lines
  }

  private var command: String {
    var text = (process.failedExecution?.arguments ?? process.arguments).joined(separator: " ")
    if text.count > Self.commandLimit { text = text.prefix(Self.commandLimit) + "…" }
    let isItself =
      process.hasExecuted || process.failedExecution != nil || process.shellID != nil
    let what = isItself ? "" : "forked by "
    return "pid \(process.pid): \(what)\(text.isEmpty ? process.tool : text)"
  }

  private func when(_ call: FailedCall) -> String {
    guard let ended = process.ended, ended >= call.at else { return "" }
    return "\(Self.duration(ended - call.at)) before its end, "
  }

  private static func duration(_ nanoseconds: Int64) -> String {
    nanoseconds < 10_000_000_000
      ? "\(max(nanoseconds / 1_000_000, 1)) ms" : "\(nanoseconds / 1_000_000_000) s"
  }
}
