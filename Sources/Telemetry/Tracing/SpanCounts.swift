import OTLP
import Synchronization

/// How many spans were started, and how many of them last.
///
/// https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/#span-metrics
final class SpanCounts: Sendable {
  enum Origin: String, CaseIterable {
    case none
    case local
    case remote
  }

  /// Of one origin.
  private final class Started: Sendable {
    let sampled = Atomic<Int64>(0)
    let unsampled = Atomic<Int64>(0)
  }

  private static let sampled = "RECORD_AND_SAMPLE"
  private static let unsampled = "DROP"

  private let start = WallClock.now()
  private let (none, local, remote) = (Started(), Started(), Started())
  private let live = Atomic<Int64>(0)
  private let lost = Atomic<Int64>(0)

  func started(from origin: Origin, isSampled: Bool) {
    let started = self[origin]
    guard isSampled else {
      started.unsampled.add(1, ordering: .relaxed)
      return
    }
    started.sampled.add(1, ordering: .relaxed)
    live.add(1, ordering: .relaxed)
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
    let starts = Origin.allCases.flatMap { origin in
      [
        (self[origin].sampled.load(ordering: .relaxed), Self.sampled),
        (self[origin].unsampled.load(ordering: .relaxed), Self.unsampled),
      ].filter { $0.0 > 0 }.map { count, result in
        point(
          count, time,
          [
            Attribute("otel.span.parent.origin", .string(origin.rawValue)),
            Attribute("otel.span.sampling_result", .string(result)),
          ])
      }
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

  private subscript(origin: Origin) -> Started {
    switch origin {
    case .none: none
    case .local: local
    case .remote: remote
    }
  }

  private func point(
    _ count: Int64, _ time: UInt64, _ attributes: [Attribute]
  ) -> MetricRecord.NumberPoint {
    MetricRecord.NumberPoint(attributes: attributes, start: start, time: time, value: .int(count))
  }
}
