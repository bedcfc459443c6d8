/// Finds the segments of a ``CriticalPath``.
///
/// All processes are gone through once by ascending end. Each goes into the list of its keeper, the
/// nearest ancestor that has not ended yet, and from then on counts as ended: whoever looks for a
/// keeper above it goes on to its parent (a union-find over the tree). So each list is ordered by
/// end, its last element is what the walk asks for first, and nothing is searched.
struct CriticalPathWalk {
  /// A segment; times from the beginning of the run.
  struct Step: Equatable {
    /// Place of the process; -1 for none.
    var process: Int32
    var started: Int64
    var ended: Int64
  }

  private let span: RunSpan
  /// Above the root, and above all of which no ancestor is known: nobody.
  private let nobody: Int32
  /// The place of each one's parent.
  private var parents: [Int32]
  /// Each one's next that has not ended, or one that may know it.
  private var above: [Int32]
  /// The child of each that ended last, of those not yet passed.
  private var lastChild: [Int32]
  /// Of the same keeper, the one that ended before.
  private var before: [Int32]

  /// The segments, the last first.
  static func steps(_ lives: ProcessLives, _ span: RunSpan) -> [Step] {
    var walk = CriticalPathWalk(lives, span)
    walk.gather()
    return walk.walk()
  }

  private init(_ lives: ProcessLives, _ span: RunSpan) {
    self.span = span
    let nobody = Int32(lives.count)
    self.nobody = nobody
    // All of a run descends from its root, so the root is an ancestor where none nearer is known.
    let root = lives.parents.firstIndex(of: 0).map { Int32($0) } ?? nobody
    parents = lives.parents.indices.map { index in
      let parent = lives.parents[index] == 0 ? -1 : lives.index(of: lives.parents[index])
      if parent >= 0, parent != Int32(index) { return parent }
      return Int32(index) == root ? nobody : root
    }
    parents.append(nobody)
    above = (0...nobody).map { $0 }
    lastChild = Array(repeating: -1, count: lives.count + 1)
    before = Array(repeating: -1, count: lives.count + 1)
  }

  // MARK: Keepers

  private mutating func gather() {
    for index in span.ends.indices where span.ends[index] < 0 { pass(Int32(index)) }
    for place in span.byEnd {
      let keeper = pass(place)
      before[Int(place)] = lastChild[Int(keeper)]
      lastChild[Int(keeper)] = place
    }
  }

  /// Counts a process as ended; returns its keeper.
  @discardableResult
  private mutating func pass(_ place: Int32) -> Int32 {
    var keeper = living(parents[Int(place)])
    // Only in a damaged database is a process above itself.
    if keeper == place { keeper = nobody }
    above[Int(place)] = keeper
    return keeper
  }

  private mutating func living(_ place: Int32) -> Int32 {
    var place = Int(place)
    while Int(above[place]) != place {
      above[place] = above[Int(above[place])]
      place = Int(above[place])
    }
    return Int32(place)
  }

  // MARK: The walk

  private mutating func walk() -> [Step] {
    var steps: [Step] = []
    var (process, now) = (nobody, span.length)
    // Each turn takes a child from a list or goes up; only circles could go up for ever.
    var turns = 8 * span.ends.count + 64
    while turns > 0, now > 0 {
      turns -= 1
      if process != nobody, span.ends[Int(process)] >= 0, span.ends[Int(process)] < now {
        // An ancestor that had ended by then: the one between them is not stored.
        let end = span.ends[Int(process)]
        steps.append(Step(process: -1, started: end, ended: now))
        now = end
      }
      let start = process == nobody ? 0 : span.starts[Int(process)]
      let child = takeChild(of: process, endedBy: now)
      let isBack = child < 0 || span.ends[Int(child)] <= start
      let then = min(isBack ? start : span.ends[Int(child)], now)
      if then < now {
        steps.append(
          Step(process: process == nobody ? -1 : process, started: then, ended: now))
      }
      now = then
      if isBack, process == nobody { break }
      process = isBack ? parents[Int(process)] : child
    }
    if now > 0 { steps.append(Step(process: -1, started: 0, ended: now)) }
    return steps
  }

  /// Those that took no time are passed over: they explain none.
  private mutating func takeChild(of process: Int32, endedBy now: Int64) -> Int32 {
    var child = lastChild[Int(process)]
    while child >= 0,
      span.ends[Int(child)] > now || span.starts[Int(child)] >= span.ends[Int(child)]
    {
      child = before[Int(child)]
    }
    lastChild[Int(process)] = child < 0 ? -1 : before[Int(child)]
    return child
  }
}
