import OTLP
import Tracing

/// Which measurements may stand for others, as `OTEL_METRICS_EXEMPLAR_FILTER` names it.
///
/// https://opentelemetry.io/docs/specs/otel/metrics/sdk/#exemplarfilter
public enum ExemplarFilter: String, Sendable, CaseIterable {
  /// All.
  case alwaysOn = "always_on"
  /// None.
  case alwaysOff = "always_off"
  /// Those that are made inside a sampled span.
  case traceBased = "trace_based"

  /// An exemplar of a measurement that is made here; `nil` if it may not stand for others.
  func exemplar(_ value: MetricRecord.Value, _ now: () -> UInt64) -> MetricRecord.Exemplar? {
    if self == .alwaysOff { return nil }
    let context = InstrumentationContext.current?.traceContext
    if self == .traceBased, context?.isSampled != true { return nil }
    return MetricRecord.Exemplar(time: now(), value: value, context: context)
  }
}
