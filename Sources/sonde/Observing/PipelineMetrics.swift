import OTLP
import Telemetry

/// The state of the export of telemetry as metrics
/// (https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/).
struct PipelineMetrics {
  let statistics: PipelineStatistics
  /// When counting began, ns since 1970.
  let start: UInt64
  /// ns since 1970.
  let time: UInt64

  var records: [MetricRecord] {
    var records = spool
    for (signal, state) in statistics.signals.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      records += exporter(signal, state)
      records += queue(signal, state)
      records += ours(signal, state)
    }
    return records
  }

  private func exporter(_ signal: Signal, _ state: SignalStatistics) -> [MetricRecord] {
    let prefix = "otel.sdk.exporter.\(signal.itemName)"
    let failed = state.dropped.map { reason, count in
      point(count, [Attribute("error.type", .string(reason.rawValue))])
    }
    return [
      record("\(prefix).exported", [point(state.exported)] + failed),
      record("\(prefix).inflight", [point(state.inflight)]),
      MetricRecord(
        name: "otel.sdk.exporter.operation.duration", unit: "s",
        description: "How long exports took, with all their tries.",
        data: .histogram(
          state.operations.map { duration($0.value, of: signal, $0.key) }, temporality: .cumulative)
      ),
    ]
  }

  private func queue(_ signal: Signal, _ state: SignalStatistics) -> [MetricRecord] {
    guard signal != .metrics else { return [] }
    let prefix = "otel.sdk.processor.\(signal.itemName).queue"
    return [
      record("\(prefix).size", [point(state.queued)]),
      record("\(prefix).capacity", [point(UInt64(state.queueCapacity))]),
    ]
  }

  private func ours(_ signal: Signal, _ state: SignalStatistics) -> [MetricRecord] {
    let name = Attribute("sonde.telemetry.signal", .string(signal.rawValue))
    return [
      record("sonde.telemetry.made", [point(state.made + state.adopted, [name])]),
      record(
        "sonde.telemetry.dropped",
        DropReason.allCases.map { reason in
          point(
            state.dropped[reason] ?? 0,
            [name, Attribute("sonde.drop.reason", .string(reason.rawValue))])
        }),
      record("sonde.telemetry.spool.items", [point(state.spooled, [name])]),
    ]
  }

  private var spool: [MetricRecord] {
    guard let spool = statistics.spool else { return [] }
    return [
      record("sonde.telemetry.spool.usage", [point(UInt64(spool.bytes))]),
      record("sonde.telemetry.spool.limit", [point(UInt64(spool.limit))]),
    ]
  }

  private func duration(
    _ histogram: DurationHistogram, of signal: Signal, _ result: ExportResult
  ) -> MetricRecord.HistogramPoint {
    var attributes = [Attribute("otel.component.type", .string("otlp_\(signal.itemName)_exporter"))]
    if let error = result.errorType { attributes.append(Attribute("error.type", .string(error))) }
    var point = MetricRecord.HistogramPoint(
      attributes: attributes, start: start, time: time, bounds: DurationHistogram.bounds)
    point.count = histogram.count
    point.sum = histogram.sum
    point.buckets = histogram.buckets
    return point
  }

  private func record(_ name: String, _ points: [MetricRecord.NumberPoint]) -> MetricRecord {
    InstrumentCatalogue.standard.record(name, points)
  }

  private func point(
    _ value: UInt64, _ attributes: [Attribute] = []
  ) -> MetricRecord.NumberPoint {
    MetricRecord.NumberPoint(
      attributes: attributes, start: start, time: time, value: .int(Int64(clamping: value)))
  }
}

extension Signal {
  /// What the conventions call one item.
  fileprivate var itemName: String {
    switch self {
    case .traces: "span"
    case .metrics: "metric_data_point"
    case .logs: "log"
    }
  }
}
