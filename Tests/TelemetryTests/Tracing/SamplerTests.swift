import OTLP
import Telemetry
import Testing

@Suite("Sampling")
struct SamplerTests {
  @Test(
    "A parent decides for those that look at parents, and for no others",
    arguments: [
      (Sampler.alwaysOn, [true, true, true]),
      (.alwaysOff, [false, false, false]),
      (.traceIDRatio(1), [true, true, true]),
      (.traceIDRatio(0), [false, false, false]),
      (.parentBased(root: .alwaysOn), [true, true, false]),
      (.parentBased(root: .alwaysOff), [false, true, false]),
      (.parentBased(root: .traceIDRatio(0)), [false, true, false]),
    ])
  func parents(sampler: Sampler, expected: [Bool]) {
    let traceID = TraceID.random()
    let parents = [
      nil, TraceContext(traceID: traceID, spanID: .random(), flags: 1),
      TraceContext(traceID: traceID, spanID: .random(), flags: 2),
    ]
    #expect(parents.map { sampler.samples(traceID, parent: $0) } == expected)
  }

  @Test("A ratio takes that share of the traces", arguments: [0.01, 0.25, 0.5, 0.9])
  func share(ratio: Double) {
    let count = 20_000
    let sampler = Sampler.traceIDRatio(ratio)
    let taken = (0..<count).count { _ in sampler.samples(.random(), parent: nil) }
    let deviation = (ratio * (1 - ratio) * Double(count)).squareRoot()
    #expect(abs(Double(taken) - ratio * Double(count)) < 6 * deviation)
  }

  @Test("What a smaller share takes, a larger one takes too")
  func consistent() {
    for _ in 0..<2000 {
      let traceID = TraceID.random()
      let taken = [0.1, 0.3, 0.7, 1].map {
        Sampler.traceIDRatio($0).samples(traceID, parent: nil)
      }
      #expect(taken == taken.sorted { !$0 && $1 })
    }
  }

  @Test("The last eight bytes of the id decide, as in other languages")
  func bound() throws {
    let half = Sampler.traceIDRatio(0.5)
    let below = try #require(TraceID(high: .max, low: 0x7fff_ffff_ffff_ffff))
    let above = try #require(TraceID(high: 1, low: 0x8000_0000_0000_0000))
    #expect(half.samples(below, parent: nil))
    #expect(!half.samples(above, parent: nil))
  }
}
