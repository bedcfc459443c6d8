import SeededRandom
import Testing

@testable import Store

@Suite("What happened at the same time")
struct ParallelismTests {
  private typealias Life = (start: Int64, end: Int64, cpu: Int64)

  @Test("is counted by stretches, and over the run")
  func stretches() {
    // One all the time, using half a processor; two more in the second half, one after the other.
    let measured = Self.measure(
      [(0, 100, 50), (50, 75, 25), (75, 100, 0)], length: 100, buckets: 4)
    #expect(measured.buckets.map(\.alive) == [1, 1, 2, 2])
    #expect(measured.buckets.map(\.aliveMax) == [1, 1, 2, 2])
    #expect(measured.buckets.map(\.busy) == [0.5, 0.5, 1.5, 0.5])
    #expect(measured.buckets.map { $0.started - Self.base } == [0, 25, 50, 75])
    #expect((measured.aliveMin, measured.aliveMean, measured.aliveMax) == (1, 1.5, 2))
    #expect((measured.busyMin, measured.busyMean, measured.busyMax) == (0.5, 0.75, 1.5))
  }

  @Test("knows gaps in which nothing lived")
  func gaps() {
    let measured = Self.measure([(10, 20, 0), (80, 90, 0)], length: 100, buckets: 10)
    #expect(measured.aliveMin == 0)
    #expect(measured.buckets.map(\.alive) == [0, 1, 0, 0, 0, 0, 0, 0, 1, 0])
  }

  @Test("leaves out those whose end is not known, and says how many")
  func unknown() {
    let closed = Self.measure([(0, 100, 0), (10, 0, 0)], length: 100, buckets: 1)
    #expect(closed.unknownEnds == 1)
    #expect(closed.aliveMax == 1)
    let open = Self.measure([(0, 100, 0), (10, 0, 0)], length: 100, buckets: 1, isOpen: true)
    #expect((open.unknownEnds, open.unknownCPU, open.aliveMax) == (0, 1, 2))
  }

  @Test("gives the CPU time of an instant to its stretch")
  func instants() {
    let measured = Self.measure([(0, 100, 0), (55, 55, 10)], length: 100, buckets: 10)
    #expect(measured.buckets[5].busy == 1)
    #expect(measured.busyMean == 0.1)
  }

  @Test("has nothing to say of a run without duration")
  func instantRun() {
    let measured = Self.measure([(0, 0, 10)], length: 0, buckets: 10)
    #expect(measured == Parallelism())
  }

  @Test("agrees with counting moment by moment", arguments: 0..<100)
  func fuzzed(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let length = Int64.random(in: 1...200, using: &random)
    let lives = (0..<Int.random(in: 1...30, using: &random)).map { _ in
      let start = Int64.random(in: 0...length, using: &random)
      // An end at the beginning of the run would be one that was not seen.
      let end = max(Int64.random(in: start...length, using: &random), 1)
      return (start: start, end: end, cpu: Int64.random(in: 0...50, using: &random))
    }
    let count = Int.random(in: 1...20, using: &random)
    let measured = Self.measure(lives, length: length, buckets: count)

    let moments = (0..<length).map { now in
      Int64(lives.filter { $0.start <= now && now < $0.end }.count)
    }
    let lasting = lives.filter { $0.start < $0.end }
    let first = Int(lasting.map(\.start).min() ?? 0)
    let last = Int(lasting.map(\.end).max() ?? 0)
    #expect(measured.aliveMin == moments[first..<last].min() ?? 0)
    #expect(measured.aliveMax == moments.max())
    let mean = Double(moments.reduce(0, +)) / Double(length)
    #expect(abs(measured.aliveMean - mean) < 1e-9)
    let busy = Double(lives.reduce(0) { $0 + $1.cpu }) / Double(length)
    #expect(abs(measured.busyMean - busy) < 1e-9 * max(busy, 1))

    let bounds = measured.buckets.map { Int($0.started - Self.base) } + [Int(length)]
    for (index, bucket) in measured.buckets.enumerated() {
      let part = moments[bounds[index]..<bounds[index + 1]]
      #expect(bucket.aliveMax == part.max())
      #expect(abs(bucket.alive - Double(part.reduce(0, +)) / Double(part.count)) < 1e-9)
    }
  }

  // MARK: Helpers

  private static let base: Int64 = 5_000

  private static func measure(
    _ lives: [Life], length: Int64, buckets: Int, isOpen: Bool = false
  ) -> Parallelism {
    var stored = ProcessLives()
    for (index, life) in lives.enumerated() {
      stored.append(
        id: Int64(index + 1), parent: 0, started: base + life.start,
        ended: life.end == 0 && life.start > 0 ? 0 : base + life.end, cpu: life.cpu)
    }
    let span = RunSpan(started: base, ended: base + length, isOpen: isOpen, stored)
    return ParallelismSweep.measure(stored, span, buckets: buckets)
  }
}
