/// What kind of telemetry a request carries; OTLP has a service and a path for each.
public enum Signal: String, Sendable, Hashable, CaseIterable, Codable {
  /// Spans.
  case traces
  /// Metric data points.
  case metrics
  /// Log records.
  case logs
}
