internal import Store

/// Finds processes without a counterpart: the topmost ones, for what is below them came or went with
/// them.
struct PresenceDifferences {
  /// Which run they are of.
  enum Side {
    case new, gone
  }

  private let match: RunMatch
  private let isNew: Bool
  private let side: ComparedSide

  init(_ match: RunMatch, _ which: Side) {
    self.match = match
    isNew = which == .new
    side = which == .new ? match.after : match.before
  }

  /// Tools that the other run does not have at all come first, then the longest lives.
  func all() throws -> [PresenceDifference] {
    let counterparts = isNew ? match.matching.beforeOfAfter : match.matching.afterOfBefore
    let others = Set((isNew ? match.before : match.after).run.tools)
    var differences: [PresenceDifference] = []
    var places: [DifferenceGroup: Int] = [:]
    // The topmost process without a counterpart above each one; children come after their parents.
    var groupAbove: [Int] = Array(repeating: -1, count: side.processes.count)
    for (place, process) in side.processes.enumerated() where counterparts[place] < 0 {
      let parent = Int(process.parent)
      if parent >= 0, groupAbove[parent] >= 0 {
        groupAbove[place] = groupAbove[parent]
        differences[groupAbove[parent]].descendants += 1
        continue
      }
      let group = match.group(before: isNew ? nil : place, after: isNew ? place : nil)
      let number = places[group] ?? differences.count
      if number == differences.count {
        places[group] = number
        differences.append(
          PresenceDifference(
            example: try match.example(before: isNew ? nil : place, after: isNew ? place : nil),
            isToolAlone: !others.contains(group.tool), count: 0, descendants: 0, wall: 0,
            areForks: group.isFork))
      }
      groupAbove[place] = number
      differences[number].count += 1
      differences[number].wall &+= process.wall ?? 0
    }
    return differences.sorted { left, right in
      if left.isToolAlone != right.isToolAlone { return left.isToolAlone }
      return left.wall != right.wall
        ? left.wall > right.wall : left.example.tool < right.example.tool
    }
  }
}
