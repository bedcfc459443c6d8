import OTLP
import Synchronization

/// How many spans were started, and how many of them last.
///
/// https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/#span-metrics
final class SpanCounts: Sendable {
  enum Origin: String {
    case none
    case local
    case remote
  }

  private static let sampled = "RECORD_AND_SAMPLE"
  private static let unsampled = "DROP"

  private let start = WallClock.now()
  private let started = Mutex<[Started: Int64]>([:])
  private let live = Atomic<Int64>(0)
  private let lost = Atomic<Int64>(0)

  private struct Started: Hashable {
    let origin: Origin
    let isSampled: Bool
  }

  func started(from origin: Origin, isSampled: Bool) {
    started.withLock { $0[Started(origin: origin, isSampled: isSampled), default: 0] += 1 }
    if isSampled { live.add(1, ordering: .relaxed) }
  }

  func ended() {
    live.subtract(1, ordering: .relaxed)
  }

  /// Nobody can end it any more.
  func abandoned() {
    live.subtract(1, ordering: .relaxed)
    lost.add(1, ordering: .relaxed)
  }

  func metrics(_ catalogue: InstrumentCatalogue) -> [MetricRecord] {
    let time = WallClock.now()
    let starts = started.withLock { $0 }
      .sorted { ($0.key.origin.rawValue, $0.value) < ($1.key.origin.rawValue, $1.value) }
      .map { key, count in
        point(
          count, time,
          [
            Attribute("otel.span.parent.origin", .string(key.origin.rawValue)),
            Attribute(
              "otel.span.sampling_result",
              .string(key.isSampled ? Self.sampled : Self.unsampled)),
          ])
      }
    let sampled = [Attribute("otel.span.sampling_result", .string(Self.sampled))]
    return [
      catalogue.record("otel.sdk.span.started", starts),
      catalogue.record(
        "otel.sdk.span.live", [point(live.load(ordering: .relaxed), time, sampled)]),
      catalogue.record(
        "sonde.spans.abandoned", [point(lost.load(ordering: .relaxed), time, [])]),
    ]
  }

  private func point(
    _ count: Int64, _ time: UInt64, _ attributes: [Attribute]
  ) -> MetricRecord.NumberPoint {
    MetricRecord.NumberPoint(attributes: attributes, start: start, time: time, value: .int(count))
  }
}
