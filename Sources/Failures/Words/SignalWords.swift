internal import Processes

/// Says by which signal a process ended, and who sent it.
struct SignalWords {
  private let process: ProcessEvidence

  init(_ process: ProcessEvidence) {
    self.process = process
  }

  static func name(_ signal: Int32) -> String { SignalName.of(signal) }

  private static let crashes: [Int32: String] = [
    4: "it ran something that is no instruction", 7: "it touched memory that is not there",
    8: "it divided by zero or the like", 11: "it touched memory that is not its own",
    31: "it made a system call that it may not make",
  ]

  var ending: String {
    let signal = process.signal ?? 0
    let name = Self.name(signal)
    if let crash = Self.crashes[signal], process.sender == .kernel {
      return "crashed with \(name): \(crash)"
    }
    if signal == 6, case .process(process.pid, _) = process.sender {
      return "gave up with \(name), which it sent to itself"
    }
    return "was ended by \(name)\(sender)"
  }

  private var sender: String {
    switch process.sender {
    case .unknown: return ", who sent it was not seen"
    case .kernel: return ", which the kernel sent"
    case .process(process.pid, _): return ", which it sent to itself"
    case .process(let pid, let name):
      let whose = pid == process.ppid ? "its parent " : ""
      return ", sent by \(whose)\(name) (pid \(pid))"
    }
  }
}
