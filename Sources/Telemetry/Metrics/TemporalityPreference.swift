/// From when on sums are told, as `OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE` names it.
///
/// https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/#additional-environment-variable-configuration
public enum TemporalityPreference: String, Sendable, CaseIterable {
  /// All from the beginning.
  case cumulative
  /// Counters and histograms from the last collection.
  case delta
  /// Counters and histograms that the façade counts from the last collection, so that nothing has
  /// to be remembered of those that others keep.
  case lowMemory = "lowmemory"
}
