import OTLP

/// What a tracer's spans share.
final class SpanMaker: Sendable {
  let limits: SpanLimits
  let counts: SpanCounts
  private let scope: InstrumentationScope
  private let sink: TelemetryTracer.Sink

  init(
    limits: SpanLimits, counts: SpanCounts, scope: InstrumentationScope,
    sink: @escaping TelemetryTracer.Sink
  ) {
    self.limits = limits
    self.counts = counts
    self.scope = scope
    self.sink = sink
  }

  /// Hands on a span that has ended.
  func take(_ record: SpanRecord) {
    counts.ended()
    sink([record], scope)
  }
}
