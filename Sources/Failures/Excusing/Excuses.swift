/// Says which ends are no failures.
struct Excuses {
  let rules: [ExcuseRule]

  /// The user's come first.
  init(_ users: [ExcuseRule]) {
    rules = users + ExcuseTable.rules
  }

  /// Why a bad end is no failure; `nil` when it is one.
  ///
  /// - Parameters:
  ///   - children: those of its children that ended badly before it, the earliest first.
  ///   - isExcused: whether a process is excused already.
  func excuse(
    for process: ProcessEvidence, isRoot: Bool, children: [ProcessEvidence],
    isExcused: (Int64) -> Bool
  ) -> String? {
    if process.isKilledForMemory { return nil }
    let failed = children.filter { !isExcused($0.id) }
    let rule = rules.first { rule in
      rule.excuses(process)
        && (rule.condition != .outputUnread || hasOnlyStopped(process, isRoot: isRoot, failed))
    }
    if let rule { return rule.why }
    guard process.isShell, let code = process.exitCode else { return nil }
    if isQuestion(process, code, children) { return ExcuseTable.shellAsked }
    // What ends a whole script is for the script to answer for; a line or a part in brackets only
    // hands on what its last command said.
    guard !isRoot, handsOn(process) else { return nil }
    let same = children.filter { $0.shellStatus == code }
    guard let last = same.last, isExcused(last.id),
      same.allSatisfy({ isExcused($0.id) })
    else { return nil }
    return ExcuseTable.passedOn
  }

  /// A program whose output nobody reads any more ends for that, unless a child of it has failed
  /// since, or with the same status. A shell goes on to its next command: what is excused is what
  /// would hand on the end of that command.
  private func hasOnlyStopped(
    _ process: ProcessEvidence, isRoot: Bool, _ failed: [ProcessEvidence]
  ) -> Bool {
    guard process.failedExecution == nil, let call = TellingCall.unread(process),
      !failed.contains(where: {
        $0.shellStatus == process.exitCode || $0.ended ?? .max >= call.at
      })
    else { return false }
    return !process.isShell || !isRoot && handsOn(process)
  }

  /// A line, or a part in brackets: it ends as its last command does.
  private func handsOn(_ process: ProcessEvidence) -> Bool {
    !process.hasExecuted || process.shellText != nil
  }

  /// `sh -c 'test -f x'`, or a part in brackets that only looked for something.
  private func isQuestion(
    _ process: ProcessEvidence, _ code: Int32, _ children: [ProcessEvidence]
  ) -> Bool {
    guard code == 1 || code == 127, children.isEmpty else { return false }
    if let text = process.shellText {
      return ShellText.lastCommand(of: text).map(ExcuseTable.questions.contains) ?? false
    }
    guard !process.hasExecuted, process.failedExecution == nil, process.unfound == nil,
      code == 1 || process.asksWith127
    else { return false }
    return !process.calls.isEmpty && process.calls.allSatisfy(\.isQuestion)
  }
}

extension FailedCall {
  private static let questions: Set<String> = ["stat", "lstat", "newfstatat", "statx", "statfs"]

  /// It only asked about a file.
  var isQuestion: Bool { Self.questions.contains(call) }
}
