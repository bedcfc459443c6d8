internal import Store

/// Finds counterparts whose arguments are others, what is particular to a run set aside.
struct ArgumentDifferences {
  /// As many pairs are compared word by word; of those beyond it nothing is said.
  static let mostPairs = 20_000

  private let match: RunMatch

  private struct Key: Hashable {
    let group: DifferenceGroup
    let changes: [ArgumentChange]
  }

  init(_ match: RunMatch) {
    self.match = match
  }

  /// What the most processes have in common first.
  func all() throws -> [ArgumentDifference] {
    let (left, right) = (match.before, match.after)
    var differences: [ArgumentDifference] = []
    var places: [Key: Int] = [:]
    var room = Self.mostPairs
    for pair in match.matching.pairs.sorted(by: { $0.after < $1.after }) where room > 0 {
      let (first, second) = (left.processes[pair.before], right.processes[pair.after])
      guard first.hasExecuted, second.hasExecuted, first.exactHash != second.exactHash else {
        continue
      }
      room -= 1
      let changes = ArgumentChange.all(
        from: try left.command(of: pair.before).arguments.map(\.bytes),
        to: try right.command(of: pair.after).arguments.map(\.bytes),
        keysBefore: try left.comparable(pair.before), keysAfter: try right.comparable(pair.after))
      guard !changes.isEmpty else { continue }
      let key = Key(
        group: match.group(before: pair.before, after: pair.after), changes: changes)
      if let place = places[key] {
        differences[place].count += 1
        continue
      }
      places[key] = differences.count
      differences.append(
        ArgumentDifference(
          example: try match.example(before: pair.before, after: pair.after), changes: changes,
          count: 1))
    }
    return differences.sorted { $0.count > $1.count }
  }
}
