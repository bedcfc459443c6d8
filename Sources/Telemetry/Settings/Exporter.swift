/// Where a signal goes, as `OTEL_TRACES_EXPORTER` and its like name it.
public enum Exporter: String, Sendable, CaseIterable {
  /// To a collector.
  case otlp
  /// To standard output, for people.
  case console
  /// To standard output, in OTLP's form for files.
  case otlpStandardOutput = "otlp/stdout"
  /// To whoever scrapes; metrics only.
  case prometheus
}
