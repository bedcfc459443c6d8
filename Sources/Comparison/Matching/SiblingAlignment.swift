/// Finds the counterparts among two groups of processes that stand in the same place of their trees.
///
/// Those of one kind are told apart by their arguments: first by those that are the same, then by
/// those that are the same but for what often differs, both in their order. What is left has other
/// arguments now; it goes to whoever has the most of them in common.
struct SiblingAlignment<Source: ArgumentSource> {
  private let before: [MatchNode]
  private let after: [MatchNode]
  private let source: Source

  /// As many comparisons of arguments as a group may take; beyond it, the order decides.
  private static var mostComparisons: Int { 40_000 }
  /// In common, of those who stand anywhere.
  private static var leastSimilarity: Double { 0.5 }

  init(_ before: [MatchNode], _ after: [MatchNode], _ source: Source) {
    (self.before, self.after, self.source) = (before, after, source)
  }

  func align(_ left: [Int], _ right: [Int], isAnywhere: Bool) throws -> [MatchedPair] {
    var pairs: [MatchedPair] = []
    var (left, right) = (left, right)
    Self.pair(&left, &right, into: &pairs) {
      Key(before[$0], \.exact)
    } _: {
      Key(after[$0], \.exact)
    }
    Self.pair(&left, &right, into: &pairs) {
      Key(before[$0], \.loose)
    } _: {
      Key(after[$0], \.loose)
    }
    if left.isEmpty || right.isEmpty { return pairs }
    var rest = Dictionary(grouping: right) { after[$0].kind }
    for (kind, candidates) in Dictionary(grouping: left, by: { before[$0].kind }).sorted(
      by: { $0.key < $1.key })
    {
      guard let others = rest.removeValue(forKey: kind) else { continue }
      pairs += try alignByArguments(candidates, others, isAnywhere: isAnywhere)
    }
    return pairs
  }

  // MARK: By hashes

  private struct Key: Hashable {
    let kind: Int
    let arguments: UInt64

    init(_ node: MatchNode, _ hash: KeyPath<MatchNode, UInt64>) {
      kind = node.kind
      arguments = node[keyPath: hash]
    }
  }

  /// Takes those of equal keys out of both, in their order.
  private static func pair(
    _ left: inout [Int], _ right: inout [Int], into pairs: inout [MatchedPair],
    _ leftKey: (Int) -> Key, _ rightKey: (Int) -> Key
  ) {
    var waiting: [Key: [Int]] = [:]
    for place in right.reversed() { waiting[rightKey(place), default: []].append(place) }
    var taken: Set<Int> = []
    left = left.filter { place in
      guard let other = waiting[leftKey(place)]?.popLast() else { return true }
      pairs.append(MatchedPair(before: place, after: other))
      taken.insert(other)
      return false
    }
    if !taken.isEmpty { right = right.filter { !taken.contains($0) } }
  }

  // MARK: By arguments

  private func alignByArguments(
    _ left: [Int], _ right: [Int], isAnywhere: Bool
  ) throws -> [MatchedPair] {
    guard left.count <= Self.mostComparisons / right.count else {
      return isAnywhere ? [] : zip(left, right).map { MatchedPair(before: $0, after: $1) }
    }
    let words = (
      try left.map { before[$0].hasArguments ? try source.arguments(before: $0) : [] },
      try right.map { after[$0].hasArguments ? try source.arguments(after: $0) : [] }
    )
    var proposals: [(similarity: Double, left: Int, right: Int)] = []
    for first in left.indices {
      for second in right.indices {
        let similarity = ArgumentSimilarity.of(words.0[first], words.1[second])
        if isAnywhere, similarity < Self.leastSimilarity { continue }
        proposals.append((similarity, first, second))
      }
    }
    // The most alike first; of equals, those whose places differ least.
    proposals.sort { one, other in
      if one.similarity != other.similarity { return one.similarity > other.similarity }
      let (near, far) = (abs(one.left - one.right), abs(other.left - other.right))
      return near != far ? near < far : (one.left, one.right) < (other.left, other.right)
    }
    var (isLeftTaken, isRightTaken) = (Set<Int>(), Set<Int>())
    var pairs: [MatchedPair] = []
    for proposal in proposals
    where !isLeftTaken.contains(proposal.left) && !isRightTaken.contains(proposal.right) {
      isLeftTaken.insert(proposal.left)
      isRightTaken.insert(proposal.right)
      pairs.append(MatchedPair(before: left[proposal.left], after: right[proposal.right]))
    }
    return pairs
  }
}

/// How much two lists of arguments have in common.
enum ArgumentSimilarity {
  /// From 0 to 1: twice the number of common words by that of all (Sørensen and Dice), the program's
  /// own name apart.
  static func of(_ left: [[UInt8]], _ right: [[UInt8]]) -> Double {
    let (left, right) = (left.dropFirst(), right.dropFirst())
    if left.isEmpty, right.isEmpty { return 1 }
    var counts: [[UInt8]: Int] = [:]
    for word in left { counts[word, default: 0] += 1 }
    var common = 0
    for word in right where counts[word, default: 0] > 0 {
      counts[word, default: 0] -= 1
      common += 1
    }
    return 2 * Double(common) / Double(left.count + right.count)
  }
}
