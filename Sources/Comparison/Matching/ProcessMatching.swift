/// Finds for each process of a run its counterpart in another one.
///
/// A process is known by its kind (tool, step), its arguments, its parent, and its place among its
/// siblings; neither ids nor times say anything. Three passes, each over what the ones before have
/// left:
///
/// 1. *From above.* The roots are counterparts, whatever they are. The children of counterparts are
///    aligned with each other (``SiblingAlignment``), and so on.
/// 2. *By step.* What begins a step of a workflow is aligned with what begins the same step, whoever
///    forked it: an engine hands its jobs to whichever worker is free. This comes with the first pass.
/// 3. *Anywhere.* What is left, because a wrapper came or went, is aligned as if all of it were
///    siblings; there two whose arguments have little in common are not taken for one.
///
/// Time and memory go with the number of processes; only what the hashes leave is compared with each
/// other, and of that no more than a bound.
struct ProcessMatching {
  /// In no particular order.
  private(set) var pairs: [MatchedPair] = []
  /// The counterpart of each process of the earlier run; -1: it has none.
  private(set) var afterOfBefore: [Int32]
  /// The counterpart of each process of the later run; -1: it has none.
  private(set) var beforeOfAfter: [Int32]

  private let before: Forest
  private let after: Forest

  /// - Parameters:
  ///   - entriesBefore: Processes that begin a step, by the step's number in both runs.
  init(
    _ before: [MatchNode], _ after: [MatchNode], entriesBefore: [Int: [Int]] = [:],
    entriesAfter: [Int: [Int]] = [:], arguments: some ArgumentSource
  ) throws {
    afterOfBefore = Array(repeating: -1, count: before.count)
    beforeOfAfter = Array(repeating: -1, count: after.count)
    self.before = Forest(before, entries: entriesBefore)
    self.after = Forest(after, entries: entriesAfter)
    let alignment = SiblingAlignment(before, after, arguments)
    try matchRoots(alignment)
    for (step, entries) in entriesBefore.sorted(by: { $0.key < $1.key }) {
      try match(entries, entriesAfter[step] ?? [], alignment, isAnywhere: false)
    }
    try match(
      before.indices.filter { afterOfBefore[$0] < 0 },
      after.indices.filter { beforeOfAfter[$0] < 0 },
      alignment, isAnywhere: true)
  }

  /// The first root of each run is what the run began with.
  private mutating func matchRoots(_ alignment: SiblingAlignment<some ArgumentSource>) throws {
    let (left, right) = (before.roots, after.roots)
    guard let first = left.first, let second = right.first else { return }
    take(MatchedPair(before: first, after: second))
    try descend(from: 0, alignment)
    try match(Array(left.dropFirst()), Array(right.dropFirst()), alignment, isAnywhere: false)
  }

  /// Aligns two groups, and then what is below those that are counterparts.
  private mutating func match(
    _ left: [Int], _ right: [Int], _ alignment: SiblingAlignment<some ArgumentSource>,
    isAnywhere: Bool
  ) throws {
    let (left, right) = (
      left.filter { afterOfBefore[$0] < 0 }, right.filter { beforeOfAfter[$0] < 0 }
    )
    guard !left.isEmpty, !right.isEmpty else { return }
    let first = pairs.count
    for pair in try alignment.align(left, right, isAnywhere: isAnywhere) { take(pair) }
    // Anywhere, children are in the group themselves.
    if !isAnywhere { try descend(from: first, alignment) }
  }

  /// Goes on below the pairs from this one on, whose number grows meanwhile.
  private mutating func descend(
    from first: Int, _ alignment: SiblingAlignment<some ArgumentSource>
  ) throws {
    var next = first
    while next < pairs.count {
      let (left, right) = (
        before.children(of: pairs[next].before), after.children(of: pairs[next].after)
      )
      next += 1
      if left.isEmpty || right.isEmpty { continue }
      for pair in try alignment.align(left, right, isAnywhere: false) { take(pair) }
    }
  }

  private mutating func take(_ pair: MatchedPair) {
    guard afterOfBefore[pair.before] < 0, beforeOfAfter[pair.after] < 0 else { return }
    afterOfBefore[pair.before] = Int32(pair.after)
    beforeOfAfter[pair.after] = Int32(pair.before)
    pairs.append(pair)
  }
}

/// Who forked whom, with the children of each process side by side.
private struct Forest {
  private(set) var roots: [Int] = []
  private var bounds: [Int]
  private var members: [Int]

  init(_ nodes: [MatchNode], entries: [Int: [Int]]) {
    // What begins a step is no child of whoever forked it.
    let isEntry = Set(entries.values.joined())
    bounds = Array(repeating: 0, count: nodes.count + 1)
    func parent(_ place: Int) -> Int {
      isEntry.contains(place) ? -2 : nodes[place].parent
    }
    for place in nodes.indices where parent(place) >= 0 { bounds[parent(place) + 1] += 1 }
    for place in 1..<max(bounds.count, 1) { bounds[place] += bounds[place - 1] }
    members = Array(repeating: 0, count: bounds[nodes.count])
    var next = bounds
    for place in nodes.indices {
      let parent = parent(place)
      if parent >= 0 {
        members[next[parent]] = place
        next[parent] += 1
      } else if parent == -1 {
        roots.append(place)
      }
    }
  }

  func children(of place: Int) -> [Int] {
    Array(members[bounds[place]..<bounds[place + 1]])
  }
}
