import CoreMetrics
import OTLP
import Telemetry
import Testing

@Suite("Histograms")
struct HistogramTests {
  @Test(
    "A bucket has what does not exceed its bound",
    arguments: [
      (-1.0, 0), (0, 0), (0.001, 1), (5, 1), (5.0001, 2), (9999, 14), (10_000, 14), (10_001, 15),
    ])
  func buckets(value: Double, bucket: Int) throws {
    let registry = MetricRegistry()
    Recorder(label: "r", factory: TelemetryMetrics(registry: registry)).record(value)
    let point = try #require(registry.collect().distributions("r").first)
    #expect(point.buckets.count == point.bounds.count + 1)
    #expect(point.buckets.firstIndex(of: 1) == bucket)
    #expect(point.buckets.reduce(0, +) == 1)
  }

  @Test(
    "A timer is in the unit of its metric",
    arguments: [("s", 0.0015), ("ms", 1.5), ("us", 1500), ("ns", 1_500_000), ("", 0.0015)])
  func timers(unit: String, expected: Double) throws {
    let catalogue = InstrumentCatalogue([.init("t", .histogram, unit, "")])
    let registry = MetricRegistry(catalogue: catalogue)
    Timer(label: "t", factory: TelemetryMetrics(registry: registry)).recordMicroseconds(1500)
    let point = try #require(registry.collect().distributions("t").first)
    #expect(abs(point.sum - expected) < expected * 1e-9)
  }

  @Test("Bounds of all metrics that are known ascend")
  func ascending() throws {
    for name in [
      "cicd.pipeline.run.duration", "sonde.process.duration", "ebpf_bot_decision_latency_ms",
      "otel.sdk.exporter.operation.duration", "unknown",
    ] {
      let registry = MetricRegistry()
      Timer(label: name, factory: TelemetryMetrics(registry: registry)).recordNanoseconds(1)
      let bounds = try #require(registry.collect().distributions(name).first).bounds
      #expect(bounds == bounds.sorted() && Set(bounds).count == bounds.count && !bounds.isEmpty)
    }
  }
}
