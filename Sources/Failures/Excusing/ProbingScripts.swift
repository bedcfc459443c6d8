extension FailureFinder {
  /// Marks what is part of a script that tries out what there is, or below one. The script's own end is
  /// its own.
  static func markProbing(
    _ evidence: RunEvidence, _ byID: [Int64: ProcessEvidence]
  ) -> RunEvidence {
    var evidence = evidence
    var isInside: [Int64: Bool] = [:]
    for index in evidence.processes.indices {
      let process = evidence.processes[index]
      let isInside = find(process, byID, &isInside)
      evidence.processes[index].isProbing = isInside && !(process.hasExecuted && process.isProber)
    }
    return evidence
  }

  /// Whether this process or one above it runs such a script; each is looked at once.
  private static func find(
    _ process: ProcessEvidence, _ byID: [Int64: ProcessEvidence], _ known: inout [Int64: Bool]
  ) -> Bool {
    var path: [Int64] = []
    var next: ProcessEvidence? = process
    var found = false
    while let candidate = next {
      if let answer = known[candidate.id] ?? (candidate.isProber ? true : nil) {
        found = answer
        break
      }
      path.append(candidate.id)
      next = byID[candidate.parentID]
    }
    for id in path { known[id] = found }
    return found
  }
}

extension ProcessEvidence {
  fileprivate var isProber: Bool { script.map(ExcuseTable.probingScripts.contains) ?? false }
}
