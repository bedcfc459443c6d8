import Store

/// Says how processes ended, and no more than is known.
struct OutcomeWords {
  let signals: SignalNames

  /// How one process ended, or the first of `count` that ended alike.
  func words(_ process: ProcessBrief, isOrdinary: Bool = false, count: Int64 = 1) -> String {
    let verb = isOrdinary ? "ended" : "killed"
    switch process.outcome {
    case .unknown where process.isOOMKilled:
      return "chosen by the out-of-memory killer; its end was not seen"
    case .unknown:
      return "its end was not seen"
    case .exited(let code):
      return "exit status \(code)\(hint(code))" + outOfMemory(process)
    case .killed(let signal, let coreDumped):
      if isKilledForMemory(process) { return "killed by the out-of-memory killer" }
      return "\(verb) by \(signals[signal])" + (coreDumped ? ", core dumped" : "")
        + sender(process, signal: signal, count: count) + outOfMemory(process)
    }
  }

  /// How a process ended, in the fewest words.
  func brief(_ process: ProcessBrief) -> String {
    switch process.outcome {
    case _ where isKilledForMemory(process): "out of memory"
    case .unknown: "end not seen"
    case .exited(let code): "exit status \(code)"
    case .killed(let signal, _): signals[signal]
    }
  }

  /// The killer sends SIGKILL in the kernel's name. When somebody else is known to have sent it,
  /// it was not the killer's.
  func isKilledForMemory(_ process: ProcessBrief) -> Bool {
    guard process.isOOMKilled, case .killed(signal: 9, _) = process.outcome else { return false }
    if case .process = process.sender { return false }
    return true
  }

  private func outOfMemory(_ process: ProcessBrief) -> String {
    process.isOOMKilled ? "; the out-of-memory killer had chosen it" : ""
  }

  /// What shells mean by some statuses; other programs may mean something else.
  private func hint(_ code: Int32) -> String {
    switch code {
    case 126: return " (from a shell: could not be executed)"
    case 127: return " (from a shell: not found)"
    default:
      return signals.name(ofShellStatus: code).map { " (from a shell: ended by \($0))" }
        ?? ""
    }
  }

  private func sender(_ process: ProcessBrief, signal: Int32, count: Int64) -> String {
    switch process.sender {
    case nil: return ""
    case .unknown: return ", sender not seen"
    case .kernel: return ", sent by the kernel"
    case .process(_, _, .itself):
      // The kernel sends SIGPIPE in the name of the process that writes.
      return signal == 13 ? "" : ", sent by itself"
    case .process(let pid, let name, let relation):
      let whose = relation == .parent ? "its parent " : ""
      let number = count == 1 ? " (pid \(pid))" : ""
      return ", sent by \(whose)\(TerminalText.escaped(name))\(number)"
    }
  }
}
