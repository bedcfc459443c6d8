import CoreMetrics
import MetricsTestKit
import OTLP
import Telemetry
import Testing

@Suite("Metrics of the façade")
struct FacadeTests {
  private let registry = MetricRegistry()
  private var factory: TelemetryMetrics { TelemetryMetrics(registry: registry) }

  @Test("Names, dimensions and values are those of the façade's own back end in memory")
  func agreesWithTestKit() throws {
    let reference = TestMetrics()
    for factory in [reference, factory] as [any MetricsFactory] { work(factory) }
    let records = registry.collect()
    for counter in reference.counters {
      let values = records.values(counter.label)
      #expect(
        values[attributes(counter.dimensions)] == .int(counter.totalValue), "\(counter.label)")
    }
    for meter in reference.meters {
      let last = try #require(meter.lastValue)
      #expect(records.values(meter.label)[attributes(meter.dimensions)]?.double == last)
    }
    for timer in reference.timers {
      let point = try #require(records.distributions(timer.label).first)
      #expect(point.count == UInt64(timer.values.count))
      let seconds = timer.values.map { Double($0) / 1e9 }
      #expect(abs(point.sum - seconds.reduce(0, +)) < 1e-9)
      let (least, greatest) = (seconds.min() ?? -1, seconds.max() ?? -1)
      #expect(abs((point.min ?? -2) - least) < 1e-9 && abs((point.max ?? -2) - greatest) < 1e-9)
    }
    for recorder in reference.recorders where recorder.aggregate {
      let point = try #require(records.distributions(recorder.label).first)
      #expect(point.count == UInt64(recorder.values.count))
      #expect(point.sum == recorder.values.reduce(0, +))
    }
    #expect(reference.counters.count == 3 && reference.timers.count == 1)
  }

  @Test("What the catalogue knows has its kind, unit, description and buckets")
  func catalogue() throws {
    Meter(label: "process.thread.count", factory: factory).set(3)
    Meter(label: "process.cpu.time", factory: factory).set(1.5)
    Gauge(label: "process.memory.usage", factory: factory).record(7)
    Timer(label: "cicd.pipeline.run.duration", factory: factory).recordSeconds(90)
    Counter(label: "cicd.pipeline.run.errors", factory: factory).increment()
    let records = registry.collect()
    #expect(
      records["process.thread.count"]?.data
        == .sum(
          records.numbers("process.thread.count"), isMonotonic: false, temporality: .cumulative))
    #expect(
      records["process.cpu.time"]?.data
        == .sum(records.numbers("process.cpu.time"), isMonotonic: true, temporality: .cumulative))
    #expect(records["process.cpu.time"]?.unit == "s")
    #expect(records["process.memory.usage"]?.unit == "By")
    #expect(records["process.memory.usage"]?.description.isEmpty == false)
    let duration = try #require(records.distributions("cicd.pipeline.run.duration").first)
    #expect(duration.sum == 90)
    #expect(duration.bounds.last == 604_800)
  }

  @Test("The coverage bot's metrics keep their names, and its latency is in milliseconds")
  func coverageBot() throws {
    Counter(label: "ebpf_bot_decisions_total", factory: factory).increment(by: 3)
    Counter(label: "ebpf_bot_errors_total", factory: factory).increment(by: 0)
    Timer(label: "ebpf_bot_decision_latency_ms", factory: factory).recordMicroseconds(2500)
    let records = registry.collect()
    #expect(records.numbers("ebpf_bot_decisions_total").map(\.value) == [.int(3)])
    #expect(records.numbers("ebpf_bot_errors_total").map(\.value) == [.int(0)])
    let latency = try #require(records.distributions("ebpf_bot_decision_latency_ms").first)
    #expect(abs(latency.sum - 2.5) < 1e-9)
    let bucket = try #require(latency.bounds.firstIndex { $0 >= latency.sum })
    #expect(latency.buckets[bucket] == 1)
  }

  @Test("A counter counts up alone, whatever it is told, and says what it refused")
  func refusedValues() {
    let counter = FloatingPointCounter(label: "c", factory: factory)
    for amount in [1.5, -1, .nan, .infinity, 2] { counter.increment(by: amount) }
    let whole = Counter(label: "w", factory: factory)
    whole.increment(by: Int64.max)
    whole.increment(by: 5)
    let recorder = Recorder(label: "r", factory: factory)
    recorder.record(Double.nan)
    let records = registry.collect()
    #expect(records.numbers("c").map(\.value) == [.double(3.5)])
    #expect(records.numbers("w").map(\.value) == [.int(.max)])
    #expect(records["r"] == nil)
    #expect(refused(records, "invalid_value") == 4)
  }

  @Test("A meter goes up and down, and a gauge that was never set says nothing")
  func meters() {
    let meter = Meter(label: "m", factory: factory)
    _ = Gauge(label: "g", factory: factory)
    meter.set(5)
    meter.increment(by: 2.0)
    meter.decrement(by: 4.0)
    let records = registry.collect()
    #expect(records.numbers("m").map(\.value) == [.double(3)])
    #expect(records["g"] == nil)
  }

  @Test("The same name and dimensions are the same series, in whatever order they are said")
  func identity() {
    for dimensions in [
      [("a", "1"), ("b", "2")], [("b", "2"), ("a", "1")], [("b", "0"), ("a", "1"), ("b", "2")],
    ] {
      Counter(label: "c", dimensions: dimensions, factory: factory).increment()
    }
    #expect(
      registry.collect().values("c") == [[Attribute("a", "1"), Attribute("b", "2")]: .int(3)])
  }

  @Test("A name that means two kinds keeps the first, and says what it refused")
  func conflict() {
    Counter(label: "x", factory: factory).increment()
    Timer(label: "x", factory: factory).recordSeconds(1)
    let records = registry.collect()
    #expect(records.numbers("x").map(\.value) == [.int(1)])
    #expect(records.distributions("x").isEmpty)
    #expect(refused(records, "kind_conflict") == 1)
  }

  @Test("A series ends when the last one that counts in it is destroyed")
  func destroyed() {
    let first = Counter(label: "c", factory: factory)
    let second = Counter(label: "c", factory: factory)
    first.increment()
    first.destroy()
    second.increment()
    #expect(registry.collect().numbers("c").map(\.value) == [.int(2)])
    second.destroy()
    #expect(registry.collect()["c"] == nil)
    let timer = Timer(label: "t", factory: factory)
    timer.recordSeconds(1)
    timer.destroy()
    #expect(registry.collect()["t"] == nil)
  }

  @Test("A reset begins anew, at a time of its own")
  func reset() throws {
    let clock = HandClock(100)
    let registry = MetricRegistry(now: { clock.now })
    let counter = Counter(label: "c", factory: TelemetryMetrics(registry: registry))
    counter.increment(by: 5)
    clock.now = 200
    #expect(registry.collect().numbers("c").map(\.start) == [100])
    counter.reset()
    counter.increment()
    clock.now = 300
    let point = try #require(registry.collect().numbers("c").first)
    #expect((point.start, point.time, point.value) == (200, 300, .int(1)))
  }

  @Test("Threads count at once, and nothing is lost")
  func concurrent() async {
    let factory = factory
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for index in 0..<500 {
            Counter(
              label: "c", dimensions: [("task", "\(task % 2)")], factory: factory
            ).increment()
            Timer(label: "t", factory: factory).recordNanoseconds(index)
            Recorder(label: "r", factory: factory).record(1.0)
            if index % 100 == 0 { _ = registry.collect() }
          }
        }
      }
    }
    let records = registry.collect()
    #expect(
      records.values("c") == [
        [Attribute("task", "0")]: .int(2000), [Attribute("task", "1")]: .int(2000),
      ])
    #expect(records.distributions("t").map(\.count) == [4000])
    #expect(records.distributions("r").map(\.sum) == [4000])
  }

  private func work(_ factory: any MetricsFactory) {
    for kind in ["exec", "exit"] {
      let counter = Counter(label: "records", dimensions: [("kind", kind)], factory: factory)
      counter.increment(by: kind.utf8.count)
      counter.increment()
    }
    Counter(label: "plain", factory: factory).increment()
    let meter = Meter(label: "depth", factory: factory)
    meter.set(17)
    meter.set(3)
    let timer = Timer(label: "wait", factory: factory)
    for milliseconds in [1, 20, 300] { timer.recordMilliseconds(milliseconds) }
    let recorder = Recorder(label: "sizes", factory: factory)
    for size in [1, 10, 100, 1000] { recorder.record(size) }
  }

  private func attributes(_ dimensions: [(String, String)]) -> [Attribute] {
    dimensions.map { Attribute($0.0, .string($0.1)) }
  }

  private func refused(_ records: [MetricRecord], _ reason: String) -> Int64? {
    guard
      case .int(let count) = records.values("sonde.metric.refused")[
        [Attribute("sonde.reason", .string(reason))]]
    else { return nil }
    return count
  }
}

extension MetricRecord.Value {
  fileprivate var double: Double {
    switch self {
    case .int(let number): Double(number)
    case .double(let number): number
    }
  }
}
