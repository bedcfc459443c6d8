internal import Store

/// Finds processes that failed in one of the runs alone, or failed otherwise.
///
/// A failure is handed up: the shell whose command failed fails too. Only the lowest is told of.
struct OutcomeDifferences {
  private let match: RunMatch

  init(_ match: RunMatch) {
    self.match = match
  }

  func all() throws -> [OutcomeDifference] {
    var found = lowest(match.after) { place in
      guard match.after.hasFailed(place) else { return false }
      guard let other = match.before(place) else { return true }
      return !match.before.hasFailed(other)
        || match.before.outcome(other) != match.after.outcome(place)
    }.map { (before: match.before($0), after: Optional($0), isFailure: true) }
    found += lowest(match.before) { place in
      guard match.before.hasFailed(place) else { return false }
      return match.after(place).map { !match.after.hasFailed($0) } ?? true
    }.map { (before: Optional($0), after: match.after($0), isFailure: false) }

    var differences: [OutcomeDifference] = []
    var places: [Key: Int] = [:]
    for (before, after, isFailure) in found {
      let key = Key(
        group: match.group(before: before, after: after), isFailure: isFailure,
        before: before.map(match.before.outcome), after: after.map(match.after.outcome))
      if let place = places[key] {
        differences[place].count += 1
        continue
      }
      places[key] = differences.count
      differences.append(try difference(before, after, isFailure: isFailure))
    }
    return differences
  }

  private struct Key: Hashable {
    let group: DifferenceGroup
    let isFailure: Bool
    let before: ProcessOutcome?
    let after: ProcessOutcome?
  }

  private func difference(
    _ before: Int?, _ after: Int?, isFailure: Bool
  ) throws -> OutcomeDifference {
    let side = isFailure ? match.after : match.before
    let place = (isFailure ? after : before) ?? 0
    return OutcomeDifference(
      example: try match.example(before: before, after: after),
      before: before.map(match.before.outcome), after: after.map(match.after.outcome),
      isOutOfMemoryBefore: before.map { match.before.processes[$0].isOutOfMemory } ?? false,
      isOutOfMemoryAfter: after.map { match.after.processes[$0].isOutOfMemory } ?? false,
      isFailure: isFailure, summary: side.run.failures?[side.processes[place].id], count: 1)
  }

  /// Those below which there is none of the same.
  private func lowest(_ side: ComparedSide, _ isMeant: (Int) -> Bool) -> [Int] {
    var isAbove = Array(repeating: false, count: side.processes.count)
    var found: [Int] = []
    // Children come after their parents.
    for place in side.processes.indices.reversed() {
      let isMeant = isMeant(place)
      if isMeant, !isAbove[place] { found.append(place) }
      let parent = Int(side.processes[place].parent)
      if parent >= 0, isMeant || isAbove[place] { isAbove[parent] = true }
    }
    return found.reversed()
  }
}
