import OTLP
import ProcessTelemetry
import Processes
import Telemetry

/// A reading of the recorder as metrics: what it received and lost, and what it costs.
struct RecorderMetrics {
  let reading: RecorderStatus.Reading
  let cost: TracingCost
  /// When counting began, ns since 1970.
  let start: UInt64
  /// ns since 1970.
  let time: UInt64

  var records: [MetricRecord] {
    [
      record("sonde.records.received", received),
      record(
        "sonde.records.lost",
        reading.tally.lost.sorted { $0.key < $1.key }.map {
          point(.int(Int64(clamping: $0.value)), "sonde.record.kind", $0.key)
        }),
      record("sonde.ring.usage", [point(.int(Int64(reading.ringUsage)))]),
      record("sonde.ring.size", [point(.int(Int64(reading.ringSize)))]),
      record("sonde.batch.rows", [point(.int(reading.rows))]),
      record("sonde.agent.cpu.time", processorTime),
      record("sonde.agent.memory.usage", [point(.int(cost.peakRSS))]),
      record("sonde.runs.incomplete", [point(.int(Int64(clamping: reading.tally.incompleteRuns)))]),
      record("sonde.spans.folded", [point(.int(Int64(clamping: reading.foldedSpans)))]),
      record(
        "sonde.metric.overflow", [point(.int(Int64(clamping: reading.processes.overflowed)))]),
    ]
  }

  private var received: [MetricRecord.NumberPoint] {
    let received = reading.received
    return [
      ("fork", received.forks), ("exec", received.execs), ("exec_failed", received.failedExecs),
      ("exit", received.exits), ("file", received.files), ("file_change", received.fileChanges),
      ("failed_calls", received.failedCalls),
    ].map { point(.int(Int64(clamping: $0.1)), "sonde.record.kind", $0.0) }
  }

  private var processorTime: [MetricRecord.NumberPoint] {
    let agent = point(.double(Double(cost.cpu) / 1e9), "sonde.cpu.where", "agent")
    guard let kernel = reading.kernelTime else { return [agent] }
    return [agent, point(.double(Double(kernel) / 1e9), "sonde.cpu.where", "kernel")]
  }

  private func record(_ name: String, _ points: [MetricRecord.NumberPoint]) -> MetricRecord {
    InstrumentCatalogue.standard.record(name, points)
  }

  private func point(
    _ value: MetricRecord.Value, _ key: String? = nil, _ word: String = ""
  ) -> MetricRecord.NumberPoint {
    MetricRecord.NumberPoint(
      attributes: key.map { [Attribute($0, .string(word))] } ?? [], start: start, time: time,
      value: value)
  }
}
