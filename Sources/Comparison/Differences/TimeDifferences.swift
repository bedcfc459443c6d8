internal import Store

/// Finds processes that took longer, or less long, than their counterparts.
///
/// Looked at is the time without that of children, and the CPU time. Who only waited along with a
/// neighbour, as the end of a pipe does, is set aside: it took no more CPU time, and somebody who
/// lived at the same time took longer by as much.
struct TimeDifferences {
  private struct Candidate {
    var pair: MatchedPair
    var own: Change
    var cpu: Change
    var isWall: Bool
    var isCPU: Bool
    var alongside = 0

    var magnitude: UInt64 { max(own.difference.magnitude, cpu.difference.magnitude) }
  }

  /// As many of those that count are compared with one that may have waited along.
  private static let mostNeighbours = 200

  private let match: RunMatch
  private let history: History
  private var candidates: [Candidate] = []

  init(_ match: RunMatch, _ history: History) {
    (self.match, self.history) = (match, history)
    for pair in match.matching.pairs {
      if let candidate = candidate(pair) { candidates.append(candidate) }
    }
  }

  /// The greatest first.
  func all() throws -> [TimeDifference] {
    let (accepted, waiting) = withoutThoseThatWaited()
    var groups: [DifferenceGroup: [Candidate]] = [:]
    for candidate in accepted {
      groups[group(candidate.pair), default: []].append(candidate)
    }
    var differences = try groups.values.map { try difference($0) }
    let known = Set(groups.keys).union(waiting.map { group($0.pair) })
    differences += try sums(without: known)
    return differences.sorted { left, right in
      let (first, second) = (left.magnitude, right.magnitude)
      return first != second ? first > second : left.example.tool < right.example.tool
    }
  }

  private func group(_ pair: MatchedPair) -> DifferenceGroup {
    match.group(before: pair.before, after: pair.after)
  }

  // MARK: Single processes

  private func changes(_ pair: MatchedPair) -> (own: Change, cpu: Change)? {
    let (left, right) = (match.before, match.after)
    let (first, second) = (left.processes[pair.before], right.processes[pair.after])
    guard first.ended != 0, second.ended != 0,
      left.hasFailed(pair.before) == right.hasFailed(pair.after)
    else { return nil }
    return (
      Change(before: left.own[pair.before], after: right.own[pair.after]),
      Change(before: first.cpu, after: second.cpu)
    )
  }

  private func candidate(_ pair: MatchedPair) -> Candidate? {
    guard let (own, cpu) = changes(pair) else { return nil }
    // Nothing is asked of the earlier runs about differences that are none at any rate.
    let floor = NoiseJudge.time.floorAmount
    guard own.difference.magnitude > floor || cpu.difference.magnitude > floor else { return nil }
    let isWall = NoiseJudge.time.isTelling(
      own, earlier: history.values(.own, of: pair.before))
    let isCPU = NoiseJudge.time.isTelling(cpu, earlier: history.values(.cpu, of: pair.before))
    guard isWall || isCPU else { return nil }
    return Candidate(pair: pair, own: own, cpu: cpu, isWall: isWall, isCPU: isCPU)
  }

  /// Those that worked more, or waited for nobody who is known.
  private func withoutThoseThatWaited() -> (accepted: [Candidate], waiting: [Candidate]) {
    let sorted = candidates.sorted { left, right in
      if left.isCPU != right.isCPU { return left.isCPU }
      let (first, second) = (left.own.difference.magnitude, right.own.difference.magnitude)
      return first != second ? first > second : left.pair.after < right.pair.after
    }
    var (accepted, waiting): ([Candidate], [Candidate]) = ([], [])
    for candidate in sorted {
      if !candidate.isCPU, let place = neighbour(of: candidate, among: accepted) {
        accepted[place].alongside += 1
        waiting.append(candidate)
      } else {
        accepted.append(candidate)
      }
    }
    return (accepted, waiting)
  }

  private func neighbour(of candidate: Candidate, among accepted: [Candidate]) -> Int? {
    accepted.prefix(Self.mostNeighbours).firstIndex { other in
      let (mine, theirs) = (candidate.own.difference, other.own.difference)
      guard (mine > 0) == (theirs > 0), theirs.magnitude >= mine.magnitude / 2 else { return false }
      let side = mine > 0 ? match.after : match.before
      let (first, second) =
        mine > 0
        ? (candidate.pair.after, other.pair.after) : (candidate.pair.before, other.pair.before)
      let (one, two) = (side.processes[first], side.processes[second])
      let overlap = min(one.ended, two.ended) &- max(one.started, two.started)
      return overlap > 0 && overlap.magnitude >= mine.magnitude / 2
    }
  }

  // MARK: Together

  private func difference(_ candidates: [Candidate]) throws -> TimeDifference {
    let worst = candidates.max { $0.magnitude < $1.magnitude } ?? candidates[0]
    let isWall = candidates.contains { $0.isWall }
    return TimeDifference(
      example: try match.example(before: worst.pair.before, after: worst.pair.after),
      count: candidates.count, own: candidates.map(\.own).sum, cpu: candidates.map(\.cpu).sum,
      isWall: isWall, alongside: candidates.reduce(0) { $0 + $1.alongside },
      usual: candidates.count == 1
        ? NoiseJudge.usual(history.values(isWall ? .own : .cpu, of: worst.pair.before)) : nil)
  }

  /// Many small differences of one tool may be a large one.
  private func sums(without known: Set<DifferenceGroup>) throws -> [TimeDifference] {
    var groups: [DifferenceGroup: [MatchedPair]] = [:]
    for pair in match.matching.pairs where changes(pair) != nil {
      groups[group(pair), default: []].append(pair)
    }
    return try groups.compactMap { group, pairs in
      guard pairs.count > 1, !known.contains(group) else { return nil }
      let changes = pairs.compactMap { self.changes($0) }
      let (own, cpu) = (changes.map(\.own).sum, changes.map(\.cpu).sum)
      let floor = NoiseJudge.time.floorAmount
      guard own.difference.magnitude > floor || cpu.difference.magnitude > floor else { return nil }
      let places = pairs.map(\.before)
      let isWall = NoiseJudge.time.isTelling(own, earlier: history.sums(.own, of: places))
      guard
        isWall || NoiseJudge.time.isTelling(cpu, earlier: history.sums(.cpu, of: places))
      else { return nil }
      let worst = zip(pairs, changes).max { left, right in
        left.1.own.difference.magnitude < right.1.own.difference.magnitude
      }
      return TimeDifference(
        example: try match.example(before: worst?.0.before, after: worst?.0.after),
        count: pairs.count, own: own, cpu: cpu, isWall: isWall, alongside: 0, usual: nil)
    }
  }
}

extension TimeDifference {
  fileprivate var magnitude: UInt64 {
    (isWall ? own : cpu).difference.magnitude
  }
}

extension [Change] {
  fileprivate var sum: Change {
    reduce(Change(before: 0, after: 0)) {
      Change(before: $0.before &+ $1.before, after: $0.after &+ $1.after)
    }
  }
}
