internal import CSondeWire
internal import Processes

/// How a process ended, in the terms of the semantic conventions.
struct ProcessOutcome {
  /// What a shell would say: the exit status, or 128 and the signal's number.
  let exitCode: Int32
  /// The signal that ended it; 0 for none.
  let signal: Int32
  /// Chosen by the out-of-memory killer and ended by its signal.
  let isOutOfMemory: Bool
  private let sender: (pid: UInt32, name: String)?

  init(_ row: ProcessRow, _ end: ProcessRow.End) {
    signal = Int32(end.record.status & 0x7f)
    exitCode = signal == 0 ? Int32(end.record.status >> 8 & 0xff) : 128 + signal
    // The killer signals in the kernel's name. When a process is known to have sent the signal, it
    // was not the killer's.
    isOutOfMemory = row.isOOMKilled && signal == 9 && end.record.killer_pid == 0
    sender =
      signal != 0 && end.record.killer_pid != 0
      ? (end.record.killer_pid, Self.text(end.record.killer_comm)) : nil
  }

  /// As wait(2) tells it of a run's root.
  init(status: UInt32) {
    signal = Int32(status & 0x7f)
    exitCode = signal == 0 ? Int32(status >> 8 & 0xff) : 128 + signal
    isOutOfMemory = false
    sender = nil
  }

  var isFailure: Bool { exitCode != 0 }

  /// `success`, `failure`, `signal` or `oom`.
  var word: String {
    isOutOfMemory ? "oom" : signal != 0 ? "signal" : exitCode != 0 ? "failure" : "success"
  }

  /// Of few values, as `error.type` asks: the signal's name, or the exit code.
  var errorType: String {
    isOutOfMemory ? "oom_killed" : signal != 0 ? SignalName.of(signal) : String(exitCode)
  }

  /// For a person.
  var description: String {
    if isOutOfMemory { return "killed by the out-of-memory killer" }
    guard signal != 0 else { return "exit status \(exitCode)" }
    let by = sender.map { ", sent by \($0.name) (pid \($0.pid))" } ?? ""
    return "ended by \(SignalName.of(signal))\(by)"
  }

  /// The name of a process as the kernel keeps it.
  static func text(_ comm: Comm) -> String {
    withUnsafeBytes(of: comm) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
