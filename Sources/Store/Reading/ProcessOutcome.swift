/// How a process ended, as far as the kernel has said.
public enum ProcessOutcome: Hashable, Sendable {
  /// By exit(2), or by returning from `main`.
  case exited(code: Int32)
  /// By a signal.
  case killed(signal: Int32, coreDumped: Bool)
  /// No end was seen: it is still running, or the record of its end is missing.
  case unknown

  /// Reads a status as wait(2) gives it; `nil` for one that is not known.
  public init(waitStatus: Int64?) {
    guard let waitStatus else {
      self = .unknown
      return
    }
    let status = Int32(truncatingIfNeeded: waitStatus)
    let signal = status & 0x7f
    self =
      signal == 0
      ? .exited(code: (status >> 8) & 0xff)
      : .killed(signal: signal, coreDumped: status & 0x80 != 0)
  }

  /// What a shell would say: the exit status, or 128 and the signal's number.
  public var exitCode: Int32? {
    switch self {
    case .exited(let code): code
    case .killed(let signal, _): 128 + signal
    case .unknown: nil
    }
  }
}

/// Who sent the signal that ended a process.
public enum SignalSender: Hashable, Sendable {
  /// A process, perhaps one that was not followed.
  case process(pid: Int64, name: RawText, relation: Relation)
  /// The kernel itself: a fault, a timer, a closed pipe, the terminal.
  case kernel
  /// The sending was not seen.
  case unknown

  /// What the sender was to the process that ended.
  public enum Relation: Int64, Sendable {
    /// Another process.
    case other = 0
    /// The process itself.
    case itself = 1
    /// Its parent at the time of the fork.
    case parent = 2
  }
}

/// The names of signals by number.
public struct SignalNames: Sendable, Equatable {
  private let names: [Int32: String]

  init(_ names: [Int32: String]) {
    self.names = names
  }

  /// `SIGKILL` for 9; `signal 99` for a number without a name.
  public subscript(number: Int32) -> String {
    names[number] ?? "signal \(number)"
  }

  /// The signal that a shell means by this exit status, if it means one.
  public func name(ofShellStatus code: Int32) -> String? {
    code > 128 ? names[code - 128] : nil
  }
}
