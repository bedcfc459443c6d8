/// Finds the failures among the processes of a run: which of the bad ends are no failures, which
/// follows from which, and which were covered up.
///
/// Pure. What it cannot know it does not say: that a process failed *because* another did is
/// nowhere written; that it failed after it, and that nothing else is known to have gone wrong, is.
public struct FailureFinder {
  let evidence: RunEvidence
  private let excuses: Excuses
  private var byID: [Int64: ProcessEvidence] = [:]
  /// Of each process, those of its children that ended badly, the earliest first.
  private var badChildren: [Int64: [ProcessEvidence]] = [:]
  private var excused: [Int64: String] = [:]

  /// - Parameter users: what the user excuses, beside what is known to be no failure.
  public init(_ evidence: RunEvidence, excusing users: [ExcuseRule] = []) {
    excuses = Excuses(users)
    let evidence = evidence.withSearchesSettled()
    for process in evidence.processes { byID[process.id] = process }
    self.evidence = Self.markProbing(evidence, byID)
    for process in self.evidence.processes where process.isProbing { byID[process.id] = process }
    for process in Self.byEnd(self.evidence.processes) where process.parentID != 0 {
      badChildren[process.parentID, default: []].append(process)
    }
  }

  private static func byEnd(_ processes: [ProcessEvidence]) -> [ProcessEvidence] {
    processes.filter(\.hasEndedBadly).sorted {
      ($0.ended ?? .max, $0.id) < ($1.ended ?? .max, $1.id)
    }
  }

  /// The failures, in the order in which they happened.
  public mutating func find() -> RunFailures {
    let bad = Self.byEnd(evidence.processes)
    for process in bad {
      excused[process.id] = excuses.excuse(
        for: process, isRoot: process.id == evidence.rootID,
        children: childrenThatEndedBefore(process), isExcused: { excused[$0] != nil })
    }
    let failed = bad.filter { excused[$0.id] == nil }
    var places: [Int64: Int] = [:]
    for (index, process) in failed.enumerated() { places[process.id] = index }
    let direct = failed.map { process in cause(of: process).flatMap { places[$0.id] } }
    let causes = failed.indices.map { Self.first(of: $0, following: direct) }
    let tops = tops(failed, places, direct)
    let failures = failed.indices.map { index in
      failure(
        failed[index], cause: causes[index], because: direct[index].map { failed[$0] },
        top: failed[tops[index]])
    }
    return RunFailures(
      failures: failures, excused: excused.count, omitted: evidence.omitted)
  }

  // MARK: Causes

  private func childrenThatEndedBefore(_ process: ProcessEvidence) -> [ProcessEvidence] {
    let children = badChildren[process.id] ?? []
    guard let ended = process.ended else { return children }
    return children.filter { $0.ended.map { $0 <= ended } ?? false }
  }

  /// The failure of a child that this one followed. What a signal ended, or could not be executed,
  /// needs none; nor does a program that was later refused something itself.
  private func cause(of process: ProcessEvidence) -> ProcessEvidence? {
    guard FailureKind.of(process) == .exit, let code = process.exitCode else { return nil }
    let children = childrenThatEndedBefore(process).filter { excused[$0.id] == nil }
    guard let last = children.last else { return nil }
    if let same = children.last(where: { $0.shellStatus == code }) { return same }
    if !process.isShell, let call = TellingCall.of(process), !call.isQuestion,
      call.at > last.ended ?? .max
    {
      return nil
    }
    return last
  }

  /// Chains end: each cause is a child of what it explains.
  private static func first(of index: Int, following direct: [Int?]) -> Int {
    var index = index
    while let next = direct[index] { index = next }
    return index
  }

  /// The topmost failure that follows from each.
  private func tops(
    _ failed: [ProcessEvidence], _ places: [Int64: Int], _ direct: [Int?]
  ) -> [Int] {
    failed.indices.map { index in
      var top = index
      while let above = places[failed[top].parentID], direct[above] == top { top = above }
      return top
    }
  }

  // MARK: What was covered up

  /// They end with 0 whatever becomes of what they start, and tell somebody else how it ended.
  private static let supervisors: Set<String> = ["slurmstepd"]

  /// The nearest process above that ended later, and with exit status 0.
  private func coverer(of process: ProcessEvidence) -> ProcessEvidence? {
    var above = byID[process.parentID]
    while let candidate = above {
      if candidate.hasSucceeded, !Self.supervisors.contains(candidate.tool),
        candidate.ended ?? 0 >= process.ended ?? 0
      {
        return candidate
      }
      above = byID[candidate.parentID]
    }
    return nil
  }

  private func failure(
    _ process: ProcessEvidence, cause: Int, because: ProcessEvidence?, top: ProcessEvidence
  ) -> Failure {
    let coverer = coverer(of: top)
    let kind = FailureKind.of(process)
    let call = kind == .exit || kind == .signal ? TellingCall.of(process) : nil
    let words = FailureWords(
      process: process, kind: kind, call: because == nil ? call : nil, because: because,
      excusedChild: because == nil ? excusedChild(of: process) : nil, top: top, coverer: coverer)
    var sender: (pid: Int64, name: String)?
    if kind != .exit, case .process(let pid, let name) = process.sender { sender = (pid, name) }
    return Failure(
      processID: process.processID, cause: cause, stepProcessID: (coverer ?? top).processID,
      at: process.ended ?? process.executed ?? 0, kind: kind, isHidden: coverer != nil,
      tool: words.subject, exitCode: process.shellID == nil ? process.exitCode : nil,
      signal: process.signal, sender: sender,
      memory: kind == .oom ? process.memory : nil, call: call, summary: words.summary,
      proof: words.proof)
  }

  /// A child whose end is no failure, and whose status a failing process ended with.
  private func excusedChild(
    of process: ProcessEvidence
  ) -> (process: ProcessEvidence, why: String)? {
    guard let code = process.exitCode,
      let child = childrenThatEndedBefore(process).last(where: { $0.shellStatus == code }),
      let why = excused[child.id]
    else { return nil }
    return (child, why)
  }
}

extension FailureKind {
  static func of(_ process: ProcessEvidence) -> FailureKind {
    if process.isKilledForMemory { return .oom }
    if process.signal != nil { return .signal }
    if let execution = process.failedExecution {
      return execution.error == "ENOENT" ? .missingCommand : .exec
    }
    return process.search == nil ? .exit : .missingCommand
  }
}
