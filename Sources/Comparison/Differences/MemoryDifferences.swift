internal import Store

/// Finds processes whose peak of memory is another one. Only peaks that are the kernel's own count:
/// an upper bound may be another program's.
struct MemoryDifferences {
  private let match: RunMatch
  private let history: History

  init(_ match: RunMatch, _ history: History) {
    (self.match, self.history) = (match, history)
  }

  /// The greatest first.
  func all() throws -> [MemoryDifference] {
    var groups: [DifferenceGroup: [(pair: MatchedPair, peak: Change)]] = [:]
    for pair in match.matching.pairs {
      guard let peak = telling(pair) else { continue }
      groups[match.group(before: pair.before, after: pair.after), default: []].append((pair, peak))
    }
    return try groups.values.map { found in
      let worst =
        found.max { $0.peak.difference.magnitude < $1.peak.difference.magnitude } ?? found[0]
      return MemoryDifference(
        example: try match.example(before: worst.pair.before, after: worst.pair.after),
        count: found.count, peak: worst.peak,
        usual: NoiseJudge.usual(history.values(.peak, of: worst.pair.before)))
    }.sorted { left, right in
      let (first, second) = (left.peak.difference.magnitude, right.peak.difference.magnitude)
      return first != second ? first > second : left.example.tool < right.example.tool
    }
  }

  private func telling(_ pair: MatchedPair) -> Change? {
    let (left, right) = (match.before, match.after)
    let peak = Change(
      before: left.processes[pair.before].peak, after: right.processes[pair.after].peak)
    guard peak.before >= 0, peak.after >= 0,
      left.hasFailed(pair.before) == right.hasFailed(pair.after),
      peak.difference.magnitude > NoiseJudge.memory.floorAmount,
      NoiseJudge.memory.isTelling(peak, earlier: history.values(.peak, of: pair.before))
    else { return nil }
    return peak
  }
}
