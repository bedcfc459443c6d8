import CoreMetrics
import OTLP
import Synchronization
import Telemetry
import Testing

@Suite("The number of series is bounded")
struct CardinalityTests {
  private let overflow = [Attribute("otel.metric.overflow", true)]

  @Test("Past the limit a counter counts in one series, and all of it")
  func counters() throws {
    let registry = MetricRegistry(seriesLimit: 10)
    let factory = TelemetryMetrics(registry: registry)
    for round in 0..<2 {
      for index in 0..<25 {
        Counter(label: "c", dimensions: [("i", "\(index)")], factory: factory)
          .increment(by: round + 1)
      }
    }
    let records = registry.collect()
    let values = records.values("c")
    #expect(values.count == 11)
    #expect(values[[Attribute("i", "9")]] == .int(3))
    #expect(values[overflow] == .int(45))
    // What went there is visible, and so is how many series there are.
    #expect(records.values("sonde.metric.overflow") == [[]: .int(30)])
    #expect(
      records.values("sonde.metric.series") == [[Attribute("sonde.metric.name", "c")]: .int(11)])
  }

  @Test("No overflow as long as there are no more than the limit")
  func atTheLimit() {
    let registry = MetricRegistry(seriesLimit: 10)
    let factory = TelemetryMetrics(registry: registry)
    for index in 0..<10 {
      Timer(label: "t", dimensions: [("i", "\(index)")], factory: factory).recordSeconds(1)
    }
    #expect(registry.collect().distributions("t").count == 10)
    #expect(registry.collect().values("sonde.metric.overflow") == [[]: .int(0)])
    Timer(label: "t", dimensions: [("i", "x")], factory: factory).recordSeconds(1)
    #expect(registry.collect().distributions("t").map(\.attributes).last == overflow)
  }

  @Test("The number of metrics is bounded too")
  func instruments() {
    let registry = MetricRegistry(instrumentLimit: 5)
    let factory = TelemetryMetrics(registry: registry)
    for index in 0..<8 { Counter(label: "c\(index)", factory: factory).increment() }
    let records = registry.collect()
    #expect(
      records.filter { $0.name.hasPrefix("c") }.map(\.name) == ["c0", "c1", "c2", "c3", "c4"])
    #expect(
      records.values("sonde.metric.refused")[[Attribute("sonde.reason", "instrument_limit")]]
        == .int(3))
  }

  @Test("What others tell of is bounded, and those that were there stay")
  func observed() {
    let registry = MetricRegistry(seriesLimit: 4)
    let order = Mutex([0, 1, 2, 3])
    registry.observe {
      let points = order.withLock { $0 }.map { index in
        MetricRecord.NumberPoint(
          attributes: [Attribute("i", .int(Int64(index)))], start: UInt64(index), time: 9,
          value: .int(Int64(index)))
      }
      return [
        MetricRecord(
          name: "o", unit: "", description: "",
          data: .sum(points, isMonotonic: true, temporality: .cumulative)),
        MetricRecord(name: "g", unit: "", description: "", data: .gauge(points)),
      ]
    }
    #expect(registry.collect().values("o").count == 4)
    order.withLock { $0 = [7, 6, 5, 3, 2, 1, 0] }
    let records = registry.collect()
    #expect(
      records.values("o") == [
        [Attribute("i", 0)]: .int(0), [Attribute("i", 1)]: .int(1), [Attribute("i", 2)]: .int(2),
        [Attribute("i", 3)]: .int(3), overflow: .int(18),
      ])
    // Gauges do not add up: what is past the limit is left out, and that is counted.
    #expect(records.values("g").count == 4)
    #expect(records.values("sonde.metric.overflow") == [[]: .int(3)])
    #expect(
      records.values("sonde.metric.refused")[[Attribute("sonde.reason", "series_limit")]]
        == .int(3))
  }

  @Test("What several tell of the same metric is one metric, and of another kind is refused")
  func merged() {
    let registry = MetricRegistry()
    @Sendable func record(_ index: Int64, isMonotonic: Bool = true) -> MetricRecord {
      MetricRecord(
        name: "o", unit: "s", description: "",
        data: .sum(
          [
            MetricRecord.NumberPoint(
              attributes: [Attribute("i", .int(index))], time: 1, value: .int(index))
          ], isMonotonic: isMonotonic, temporality: .cumulative))
    }
    registry.observe { [record(1)] }
    registry.observe { [record(2)] }
    registry.observe { [record(3, isMonotonic: false)] }
    let records = registry.collect()
    #expect(records.count { $0.name == "o" } == 1)
    #expect(
      records.values("o") == [[Attribute("i", 1)]: .int(1), [Attribute("i", 2)]: .int(2)])
    #expect(
      records.values("sonde.metric.refused")[[Attribute("sonde.reason", "kind_conflict")]]
        == .int(1))
  }
}
