/// What is known of a process that ended badly, or that one which did was part of.
public struct ProcessEvidence: Sendable {
  /// Its id in the database.
  public var id: Int64
  /// Of the process that forked it; 0 when that was not followed.
  public var parentID: Int64
  /// Its number on the machine while it lived.
  public var pid: Int64
  /// Of its parent when it was forked.
  public var ppid: Int64
  /// The name of the program that it ran; its parent's when it executed nothing itself.
  public var tool: String
  /// The arguments of that program.
  public var arguments: [String]
  /// Whether it executed anything itself.
  public var hasExecuted: Bool
  /// When it executed what it ran last, ns since 1970; `nil` when that is not known.
  public var executed: Int64?
  /// ns since 1970.
  public var ended: Int64?
  /// As wait(2) gives it; `nil` when its end was not seen.
  public var status: Int32?
  /// The out-of-memory killer chose it.
  public var isChosenForMemory: Bool
  /// Who sent the signal that ended it.
  public var sender: Sender
  /// The most memory it had resident, bytes.
  public var peakRSS: Int64?
  /// The last calls of it that failed, the earliest first.
  public var calls: [FailedCall] = []
  /// The same of its parent, from before it was forked.
  public var callsOfParent: [FailedCall] = []
  /// What a shell had looked for in vain and said was not there, as the last thing that it did.
  var unfound: FailedCall?
  /// The shell that looked for it, where there is no process of its own: see ``notFound(_:by:id:)``.
  var shellID: Int64?
  /// The last execution that it tried, when that failed.
  public var failedExecution: FailedExecution?
  /// What is known of its killing for want of memory.
  public var memory: MemoryKill?
  /// It is part of a script whose business it is to try out what there is.
  var isProbing = false

  /// Who sent a signal.
  public enum Sender: Sendable, Equatable {
    /// Nobody, or it was not seen.
    case unknown
    /// The kernel itself.
    case kernel
    /// A process.
    case process(pid: Int64, name: String)
  }

  /// Puts together what is known of every process; the rest is set.
  public init(
    id: Int64, parentID: Int64, pid: Int64, ppid: Int64 = 0, tool: String,
    arguments: [String] = [], hasExecuted: Bool = true, executed: Int64? = nil,
    ended: Int64? = nil, status: Int32?, isChosenForMemory: Bool = false,
    sender: Sender = .unknown, peakRSS: Int64? = nil
  ) {
    self.id = id
    self.parentID = parentID
    self.pid = pid
    self.ppid = ppid
    self.tool = tool
    self.arguments = arguments
    self.hasExecuted = hasExecuted
    self.executed = executed
    self.ended = ended
    self.status = status
    self.isChosenForMemory = isChosenForMemory
    self.sender = sender
    self.peakRSS = peakRSS
  }
}

extension ProcessEvidence {
  /// The signal that ended it; `nil` when none did.
  public var signal: Int32? {
    guard let status, status & 0x7f != 0 else { return nil }
    return status & 0x7f
  }

  /// Its exit status; `nil` when it ended otherwise.
  public var exitCode: Int32? {
    guard let status, status & 0x7f == 0 else { return nil }
    return (status >> 8) & 0xff
  }

  /// What a shell that passes it on ends with.
  var shellStatus: Int32? { signal.map { 128 + $0 } ?? exitCode }

  /// It ended otherwise than with exit status 0.
  public var hasEndedBadly: Bool { isChosenForMemory || (status ?? 0) != 0 }

  var hasSucceeded: Bool { status == 0 && !isChosenForMemory }

  /// The killer sends SIGKILL in the kernel's name: when somebody else is known to have sent it, it
  /// was not the killer's.
  var isKilledForMemory: Bool {
    guard isChosenForMemory, signal == 9 else { return false }
    if case .process = sender { return false }
    return true
  }

  private static let shells: Set<String> = [
    "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "busybox",
  ]

  var isShell: Bool { Self.shells.contains(tool) || Self.shells.contains(interpreter) }

  /// To dash and BusyBox a program that is only asked about, and is not there, is 127; to others 1.
  var asksWith127: Bool {
    let others: Set<String> = ["bash", "zsh", "ksh", "mksh"]
    return !others.contains(tool) && !others.contains(interpreter)
  }

  /// Of a script, the first argument is what runs it.
  private var interpreter: String {
    arguments.first.map { String($0.split(separator: "/").last ?? "") } ?? ""
  }

  /// The name of the script that a shell runs, or that a part of it was forked from.
  var script: String? {
    guard isShell, arguments.count > 1, !arguments[1].hasPrefix("-") else { return nil }
    return arguments[1].split(separator: "/").last.map(String.init)
  }

  /// The text of `sh -c TEXT`; `nil` for anything else.
  var shellText: String? {
    guard isShell, hasExecuted, arguments.count > 2 else { return nil }
    let option = arguments.dropFirst().firstIndex { !$0.hasPrefix("-") || $0.hasSuffix("c") }
    guard let option, arguments[option].hasPrefix("-"), arguments.count > option + 1 else {
      return nil
    }
    return arguments[option + 1]
  }
}
