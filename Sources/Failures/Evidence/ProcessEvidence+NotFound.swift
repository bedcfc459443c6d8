extension ProcessEvidence {
  static let notFoundStatus: Int32 = 127

  /// A program that a shell looked for itself, said that it is not there, and went on without.
  ///
  /// Other shells fork a process that says so and ends with status 127. It is told of as if that one
  /// were there.
  ///
  /// - Parameters:
  ///   - call: the search, in the last place.
  ///   - shell: what it was when it said so.
  ///   - id: one that no process has.
  /// - Returns: `nil` when it was no shell.
  public static func notFound(
    _ call: FailedCall, by shell: ProcessEvidence, id: Int64
  ) -> ProcessEvidence? {
    guard shell.isShell else { return nil }
    var program = ProcessEvidence(
      id: id, parentID: shell.id, pid: shell.pid, ppid: shell.pid, tool: shell.tool,
      arguments: shell.arguments, hasExecuted: false, ended: call.at,
      status: notFoundStatus << 8)
    program.unfound = call
    program.shellID = shell.id
    return program
  }

  /// The process that stands for it in the database.
  var processID: Int64 { shellID ?? id }

  /// How it is known which program was not there.
  enum Search {
    /// The shell said so, after it had looked for it.
    case said(FailedCall)
    /// It had looked for it itself.
    case own(FailedCall)
    /// The shell that it was forked by had.
    case ofParent(FailedCall)

    var call: FailedCall {
      switch self {
      case .said(let call), .own(let call), .ofParent(let call): call
      }
    }
  }

  /// The search for a program that a part of a shell ends for not having found.
  var search: Search? {
    guard !hasExecuted, isShell, exitCode == Self.notFoundStatus, failedExecution == nil else {
      return nil
    }
    if let unfound { return .said(unfound) }
    let (own, parents) = (Self.inVain(calls), Self.inVain(callsOfParent))
    if let own, own.times >= parents?.times ?? 0 { return .own(own) }
    return parents.map { .ofParent($0) }
  }

  /// What is there is not looked for in the places behind the one in which it is: of several names, the
  /// one that was looked for most often is not there.
  private static func inVain(_ calls: [FailedCall]) -> FailedCall? {
    let names = calls.filter { $0.isQuestion && $0.error == "ENOENT" && $0.object != nil }
    return names.reversed().max { $0.times < $1.times }
  }
}

extension RunEvidence {
  /// A part of a shell that says that a program is not there, and ends for it, is one failure: the
  /// process, which is told what it had said.
  func withSearchesSettled() -> RunEvidence {
    var said: [Int64: ProcessEvidence] = [:]
    var lastFailure: [Int64: Int64] = [:]
    for process in processes {
      guard let shell = process.shellID else {
        if process.hasEndedBadly {
          lastFailure[process.parentID] = max(
            lastFailure[process.parentID] ?? 0, process.ended ?? .max)
        }
        continue
      }
      if said[shell]?.ended ?? 0 <= process.ended ?? 0 { said[shell] = process }
    }
    var settled = self
    var settledPrograms: Set<Int64> = []
    for index in settled.processes.indices where settled.processes[index].shellID == nil {
      let process = settled.processes[index]
      guard !process.hasExecuted, process.exitCode == ProcessEvidence.notFoundStatus,
        let program = said[process.id], lastFailure[process.id] ?? 0 < program.ended ?? 0
      else { continue }
      settled.processes[index].unfound = program.unfound
      settledPrograms.insert(program.id)
    }
    settled.processes.removeAll { settledPrograms.contains($0.id) }
    return settled
  }
}
