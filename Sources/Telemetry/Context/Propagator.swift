/// A way in which a trace crosses from one process to another, as `OTEL_PROPAGATORS` names it.
public enum Propagator: String, Sendable, CaseIterable {
  /// W3C Trace Context: `traceparent` and `tracestate`.
  case traceContext = "tracecontext"
  /// W3C Baggage: `baggage`.
  case baggage
}
