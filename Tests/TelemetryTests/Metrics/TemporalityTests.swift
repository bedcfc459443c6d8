import CoreMetrics
import OTLP
import Synchronization
import Telemetry
import Testing

@Suite("From when on sums are told")
struct TemporalityTests {
  private let clock = HandClock(100)

  @Test(
    "Each preference tells counters, histograms and what goes down in its own way",
    arguments: [
      (TemporalityPreference.cumulative, [5, 7], [2, 3], [4, 3], [10, 30]),
      (.delta, [5, 2], [2, 1], [4, 3], [10, 20]),
      (.lowMemory, [5, 2], [2, 1], [4, 3], [10, 30]),
    ])
  func preferences(
    preference: TemporalityPreference, counted: [Int64], distributed: [UInt64],
    upAndDown: [Int64], observed: [Int64]
  ) {
    let registry = MetricRegistry(now: { clock.now })
    let factory = TelemetryMetrics(registry: registry)
    let reader = MetricReader(registry: registry, temporality: preference, component: "test")
    let kept = Mutex<Int64>(10)
    registry.observe {
      let point = MetricRecord.NumberPoint(
        start: 1, time: 200, value: .int(kept.withLock { $0 }))
      return [
        MetricRecord(
          name: "kept", unit: "", description: "",
          data: .sum([point], isMonotonic: true, temporality: .cumulative))
      ]
    }
    let counter = Counter(label: "c", factory: factory)
    let timer = Timer(label: "t", factory: factory)
    let meter = Meter(label: "process.thread.count", factory: factory)

    counter.increment(by: 5)
    timer.recordSeconds(1)
    timer.recordSeconds(2)
    meter.set(4)
    clock.now = 200
    let first = reader.collect()
    counter.increment(by: 2)
    timer.recordSeconds(3)
    meter.set(3)
    kept.withLock { $0 = 30 }
    clock.now = 300
    let second = reader.collect()

    let both = [first, second]
    #expect(both.flatMap { $0.numbers("c") }.map(\.value) == counted.map { .int($0) })
    #expect(both.flatMap { $0.distributions("t") }.map(\.count) == distributed)
    #expect(
      both.flatMap { $0.numbers("process.thread.count") }.map(\.value)
        == upAndDown.map { .int($0) })
    #expect(both.flatMap { $0.numbers("kept") }.map(\.value) == observed.map { .int($0) })
    // Deltas join without a gap.
    if preference != .cumulative {
      #expect(second.numbers("c").map(\.start) == [200])
      #expect(second.distributions("t").map(\.buckets.total) == [1])
      #expect(second.distributions("t").map(\.min) == [nil])
    }
  }

  @Test("What is counted anew is told whole")
  func restart() {
    let registry = MetricRegistry(now: { clock.now })
    let counter = Counter(label: "c", factory: TelemetryMetrics(registry: registry))
    let reader = MetricReader(registry: registry, temporality: .delta, component: "test")
    counter.increment(by: 9)
    clock.now = 200
    _ = reader.collect()
    clock.now = 250
    counter.reset()
    counter.increment(by: 4)
    clock.now = 300
    let points = reader.collect().numbers("c")
    #expect(points.map(\.value) == [.int(4)])
    #expect(points.map(\.start) == [250])
  }

  @Test("Each reader has its own last collection")
  func readers() {
    let registry = MetricRegistry()
    let counter = Counter(label: "c", factory: TelemetryMetrics(registry: registry))
    let first = MetricReader(registry: registry, temporality: .delta, component: "a")
    let second = MetricReader(registry: registry, temporality: .delta, component: "b")
    counter.increment()
    #expect(first.collect().numbers("c").map(\.value) == [.int(1)])
    counter.increment()
    #expect(first.collect().numbers("c").map(\.value) == [.int(1)])
    #expect(second.collect().numbers("c").map(\.value) == [.int(2)])
  }

  @Test("How long collecting takes is a metric")
  func duration() throws {
    let registry = MetricRegistry()
    let reader = MetricReader(registry: registry, component: "periodic_metric_reader")
    let name = "otel.sdk.metric_reader.collection.duration"
    #expect(reader.collect()[name] == nil)
    let point = try #require(reader.collect().distributions(name).first)
    #expect(point.count == 1)
    #expect(point.attributes["otel.component.type"] == "periodic_metric_reader")
    #expect(point.attributes["otel.component.name"] == "periodic_metric_reader/0")
  }
}

extension [UInt64] {
  fileprivate var total: UInt64 { reduce(0, +) }
}
