/// What kind of failure it is.
public enum FailureKind: String, Sendable, CaseIterable {
  /// An exit status.
  case exit
  /// A signal.
  case signal
  /// The out-of-memory killer.
  case oom
  /// A program that is not there.
  case missingCommand = "missing_command"
  /// A program that is there and could not be executed.
  case exec
}

/// A process that failed, and why as far as that is known.
public struct Failure: Sendable, Equatable {
  /// Which process.
  public var processID: Int64
  /// Where in the list the first failure of its chain is; its own place when nothing failed before.
  public var cause: Int
  /// Up to which process the failure went: the one that succeeded in spite of it or, when none did,
  /// the topmost that failed with it.
  public var stepProcessID: Int64
  /// When it ended, ns since 1970.
  public var at: Int64
  /// What kind of failure it is.
  public var kind: FailureKind
  /// A process above it ended later, and with exit status 0.
  public var isHidden: Bool
  /// The name of the program.
  public var tool: String
  /// Its exit status.
  public var exitCode: Int32?
  /// The signal that ended it.
  public var signal: Int32?
  /// The process that sent it.
  public var sender: (pid: Int64, name: String)?
  /// Why there was no memory.
  public var memory: MemoryKill?
  /// The failed call that says most.
  public var call: FailedCall?
  /// What happened, in a sentence.
  public var summary: String
  /// What shows it, a sentence each.
  public var proof: [String]

  /// Whether two are the same in all that is stored.
  public static func == (first: Failure, second: Failure) -> Bool {
    first.processID == second.processID && first.cause == second.cause
      && first.stepProcessID == second.stepProcessID && first.at == second.at
      && first.kind == second.kind && first.isHidden == second.isHidden
      && first.summary == second.summary && first.proof == second.proof
  }
}

/// The failures of a run.
public struct RunFailures: Sendable, Equatable {
  /// In the order in which they happened.
  public var failures: [Failure]
  /// Processes that ended otherwise than with exit status 0, which is no failure of theirs.
  public var excused: Int
  /// Processes that were not looked at: there were too many.
  public var omitted: Int64

  /// Puts the failures of a run together.
  public init(failures: [Failure], excused: Int, omitted: Int64) {
    (self.failures, self.excused, self.omitted) = (failures, excused, omitted)
  }

  /// Those that nothing before them explains.
  public var causes: [Failure] {
    failures.enumerated().filter { $0.element.cause == $0.offset }.map(\.element)
  }

  /// How many of these a process above covered up.
  public var hidden: Int { causes.count { $0.isHidden } }
}
