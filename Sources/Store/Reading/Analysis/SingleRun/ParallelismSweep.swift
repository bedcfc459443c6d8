/// Goes through the moments at which processes of a run begin and end, in the order of time, and
/// adds up what lies between them.
///
/// A process is alive from its start up to, but not including, its end: of two processes that follow
/// each other without a gap there is one at a time.
struct ParallelismSweep {
  private let span: RunSpan
  private let lives: ProcessLives
  private var result = Parallelism()
  /// The end of each bucket, from the beginning of the run.
  private var bounds: [Int64] = []
  private var bucket = 0
  private var now: Int64 = 0
  private var alive: Int64 = 0
  private var busy = 0.0
  /// Nothing has lived for a while, which is a gap only if something did before and will again: the
  /// clock's offset, measured anew with each batch of records, puts the run's own bounds a few
  /// nanoseconds beside those of its processes.
  private var hasPaused = false

  static func measure(_ lives: ProcessLives, _ span: RunSpan, buckets: Int) -> Parallelism {
    var sweep = ParallelismSweep(lives: lives, span: span, buckets: buckets)
    if span.length > 0 {
      sweep.run()
      sweep.divide()
    }
    return sweep.result
  }

  private init(lives: ProcessLives, span: RunSpan, buckets: Int) {
    (self.lives, self.span) = (lives, span)
    result.unknownEnds = span.unknownEnds
    guard span.length > 0 else { return }
    let count = Int64(max(min(Int64(buckets), span.length), 1))
    let (width, rest) = span.length.quotientAndRemainder(dividingBy: count)
    bounds = (1...count).map { width * $0 + rest * $0 / count }
    result.buckets = ([0] + bounds.dropLast()).map { .init(started: span.time($0)) }
    result.aliveMin = .max
  }

  private mutating func run() {
    // Ids follow the order of forking, so this is mostly a look whether they do.
    let starts = RadixOrder.sorted(
      span.starts.indices.map { Int32($0) }, by: span.starts, last: span.length)
    var (start, end) = (0, 0)
    while end < span.byEnd.count {
      var next = span.ends[Int(span.byEnd[end])]
      if start < starts.count { next = min(next, span.starts[Int(starts[start])]) }
      advance(to: next)
      while end < span.byEnd.count, span.ends[Int(span.byEnd[end])] == next {
        finish(Int(span.byEnd[end]))
        end += 1
      }
      while start < starts.count, span.starts[Int(starts[start])] == next {
        begin(Int(starts[start]))
        start += 1
      }
      // What adding and taking away has left of rounding.
      if alive == 0 { busy = 0 }
    }
    advance(to: span.length)
  }

  /// A life that takes no time is none between any two moments.
  private mutating func begin(_ index: Int) {
    if span.ends[index] >= 0, lives.ends[index] == 0 { result.unknownCPU += 1 }
    guard span.ends[index] > span.starts[index] else { return addInstant(index) }
    if hasPaused { result.aliveMin = 0 }
    alive += 1
    busy += rate(index)
  }

  private mutating func finish(_ index: Int) {
    guard span.ends[index] > span.starts[index] else { return }
    alive -= 1
    busy -= rate(index)
  }

  /// CPU time by wall time. A life is cut to the run, not the rate at which it used the processor.
  private func rate(_ index: Int) -> Double {
    guard lives.ends[index] != 0 else { return 0 }
    let wall = lives.ends[index] &- lives.starts[index]
    return wall > 0 ? Double(lives.cpu[index]) / Double(wall) : 0
  }

  /// A process that began and ended at the same nanosecond.
  private mutating func addInstant(_ index: Int) {
    guard lives.ends[index] != 0, lives.ends[index] == lives.starts[index] else { return }
    result.buckets[bucket].busy += Double(lives.cpu[index])
  }

  /// Adds what is between now and then to the buckets.
  private mutating func advance(to then: Int64) {
    guard then > now else { return }
    if alive > 0 {
      result.aliveMin = min(result.aliveMin, alive)
    } else if result.aliveMax > 0 {
      hasPaused = true
    }
    result.aliveMax = max(result.aliveMax, alive)
    while now < then {
      let cut = min(then, bounds[bucket])
      let length = Double(cut - now)
      result.buckets[bucket].alive += Double(alive) * length
      result.buckets[bucket].aliveMax = max(result.buckets[bucket].aliveMax, alive)
      result.buckets[bucket].busy += max(busy, 0) * length
      now = cut
      if now == bounds[bucket], bucket < bounds.count - 1 { bucket += 1 }
    }
  }

  private mutating func divide() {
    if result.aliveMin == .max { result.aliveMin = 0 }
    let all = Double(span.length)
    result.aliveMean = result.buckets.reduce(0) { $0 + $1.alive } / all
    result.busyMean = result.buckets.reduce(0) { $0 + $1.busy } / all
    var begin: Int64 = 0
    for index in result.buckets.indices {
      let length = Double(bounds[index] - begin)
      result.buckets[index].alive /= length
      result.buckets[index].busy /= length
      begin = bounds[index]
    }
    result.busyMin = result.buckets.map(\.busy).min() ?? 0
    result.busyMax = result.buckets.map(\.busy).max() ?? 0
  }
}
