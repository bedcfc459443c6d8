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
    program.callsOfParent = [call]
    program.shellID = shell.id
    return program
  }

  /// The process that stands for it in the database.
  var processID: Int64 { shellID ?? id }

  /// The program that its parent had looked for in vain before it forked a process that says so, as
  /// bash does.
  var soughtByParent: FailedCall? {
    guard !hasExecuted, isShell, exitCode == Self.notFoundStatus, failedExecution == nil else {
      return nil
    }
    return callsOfParent.last { $0.isQuestion && $0.error == "ENOENT" && $0.object != nil }
  }
}
