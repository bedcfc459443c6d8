import OTLP
import SeededRandom
import Testing

@testable import ProcessTelemetry

@Suite("Folding short processes into their parents")
struct FoldingTests {
  @Test("Beyond the limit, what lived for a moment is counted in its parent's span")
  func folding() throws {
    var run = FictionalRun(options: Self.options(limit: 1))
    run.fork(1)
    run.fork(2, from: 1)
    run.exit(2, at: 3)  // the one that the limit allows
    run.fork(3, from: 1, at: 3)
    run.exit(3, at: 12, status: 0x100)  // 9 ms
    run.fork(4, from: 1, at: 12)
    run.exit(4, at: 22)  // 10 ms
    run.exit(1, at: 23)
    let spans = run.end(at: 23)
    #expect(
      spans.map(\.spanID)
        == [run.spanID(2), run.spanID(4), run.spanID(1), FictionalRun.context.spanID])
    #expect(spans[2]["sonde.folded.count"] == 1 && spans[2]["sonde.folded.failed"] == 1)
    #expect(run.spans.foldedCount == 1)
  }

  @Test("What outlives a folded parent moves up to where that would have been")
  func orphans() throws {
    var run = FictionalRun(options: Self.options(limit: 0))
    run.fork(1)
    run.fork(2, from: 1)
    run.fork(3, from: 2)
    run.fork(4, from: 3, at: 1)
    run.exit(3, at: 2)
    run.exit(2, at: 3)
    run.exit(4, at: 500)
    run.exit(1, at: 501)
    let spans = run.end(at: 501)
    #expect(
      spans.map(\.spanID) == [run.spanID(4), run.spanID(1), FictionalRun.context.spanID])
    #expect(spans[0].parentSpanID == run.spanID(1))
    #expect(spans[1]["sonde.folded.count"] == 2)
  }

  @Test("A process that a signal ended has a span however short it was")
  func signalled() {
    var run = FictionalRun(options: Self.options(limit: 0))
    run.fork(1)
    run.fork(2, from: 1)
    run.exit(2, at: 1, status: 11)
    run.exit(1, at: 100)
    #expect(run.end(at: 100).count == 3)
  }

  @Test(
    "In any order of births and deaths every parent exists and every process is counted",
    arguments: 0..<60)
  func anyOrder(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let limit = Int.random(in: 0...20, using: &random)
    var run = FictionalRun(options: Self.options(limit: limit))
    run.fork(1)
    var living: [Int64] = [1]
    var count: Int64 = 1
    var time: UInt64 = 0
    while !living.isEmpty {
      time += UInt64.random(in: 0...6, using: &random)
      if count < 150, Bool.random(using: &random), let parent = living.randomElement(using: &random)
      {
        count += 1
        run.fork(count, from: parent, at: time)
        living.append(count)
        if Bool.random(using: &random) { run.exec(count, "/bin/tool", at: time) }
      } else if let dying = living.randomElement(using: &random) {
        living.removeAll { $0 == dying }
        run.exit(dying, at: time, status: [0, 0, 0x100, 9].randomElement(using: &random) ?? 0)
      }
    }
    #expect(run.spans.keptCount == 0)
    let spans = run.end(at: time)
    let ids = Set(spans.map(\.spanID))
    #expect(ids.count == spans.count)
    for span in spans.dropLast() {
      #expect(span.parentSpanID.map(ids.contains) == true, "\(span.name) hangs in the air")
    }
    let folded = spans.compactMap { span -> Int64? in
      guard case .int(let count) = span["sonde.folded.count"] else { return nil }
      return count
    }
    #expect(Int64(spans.count - 1) + folded.reduce(0, +) == count)
  }

  private static func options(limit: Int) -> ProcessSpanOptions {
    var options = ProcessSpanOptions()
    options.limit = limit
    return options
  }
}
