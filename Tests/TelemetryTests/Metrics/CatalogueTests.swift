import OTLP
import Telemetry
import Testing

@Suite("The catalogue of metrics")
struct CatalogueTests {
  @Test(
    "Names of the conventions have the kinds and units that the conventions give them",
    arguments: [
      ("process.cpu.time", InstrumentCatalogue.Kind.counter, "s"),
      ("process.cpu.utilization", .gauge, "1"),
      ("process.memory.usage", .upDownCounter, "By"),
      ("process.disk.io", .counter, "By"),
      ("process.thread.count", .upDownCounter, "{thread}"),
      ("process.context_switches", .counter, "{context_switch}"),
      ("process.paging.faults", .counter, "{fault}"),
      ("process.uptime", .gauge, "s"),
      ("system.cpu.frequency", .gauge, "Hz"),
      ("system.memory.usage", .upDownCounter, "By"),
      ("system.process.created", .counter, "{process}"),
      ("system.network.packet.dropped", .counter, "{packet}"),
      ("system.filesystem.utilization", .gauge, "1"),
      ("cicd.pipeline.run.duration", .histogram, "s"),
      ("cicd.pipeline.run.active", .upDownCounter, "{run}"),
      ("otel.sdk.span.live", .upDownCounter, "{span}"),
      ("otel.sdk.processor.log.queue.size", .upDownCounter, "{log_record}"),
      ("otel.sdk.exporter.metric_data_point.exported", .counter, "{data_point}"),
      ("otel.sdk.exporter.operation.duration", .histogram, "s"),
      ("ebpf_bot_decisions_total", .counter, ""),
      ("ebpf_bot_decision_latency_ms", .histogram, ""),
    ])
  func conventions(name: String, kind: InstrumentCatalogue.Kind, unit: String) throws {
    let entry = try #require(InstrumentCatalogue.standard[name])
    #expect(entry.kind == kind)
    #expect(entry.unit == unit)
    #expect(!entry.description.isEmpty)
  }

  @Test("Of two entries for a name the last one counts, and what is not listed is a gauge")
  func lookup() {
    let catalogue = InstrumentCatalogue([
      .init("a", .gauge, "1", "first"), .init("a", .counter, "s", "second"),
    ])
    let point = MetricRecord.NumberPoint(time: 1, value: .int(1))
    #expect(
      catalogue.record("a", [point])
        == MetricRecord(
          name: "a", unit: "s", description: "second",
          data: .sum([point], isMonotonic: true, temporality: .cumulative)))
    #expect(
      catalogue.record("b", [point])
        == MetricRecord(name: "b", unit: "", description: "", data: .gauge([point])))
  }
}
