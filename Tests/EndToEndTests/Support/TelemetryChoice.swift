import Testing

/// Variables of OpenTelemetry, which signals are received then, and what is said.
struct TelemetryChoice: CustomTestStringConvertible, Sendable {
  let variables: [String: String]
  /// That are received.
  var signals: Set<String> = ["traces", "metrics", "logs"]
  /// What standard error has; nothing is said where there is none.
  var warning: String?

  var testDescription: String {
    variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }

  static let table: [TelemetryChoice] = [
    .init(variables: [:]),
    .init(variables: ["ENABLE_OTLP": "false"], signals: []),
    .init(variables: ["ENABLE_OTLP": "true"]),
    .init(variables: ["OTEL_SDK_DISABLED": "TRUE"], signals: []),
    .init(
      variables: ["OTEL_SDK_DISABLED": "yes"],
      warning: "OTEL_SDK_DISABLED: 'yes' is neither 'true' nor 'false'"),
    .init(variables: ["OTEL_TRACES_EXPORTER": "none"], signals: ["metrics", "logs"]),
    .init(variables: ["OTEL_METRICS_EXPORTER": "none"], signals: ["traces", "logs"]),
    .init(variables: ["OTEL_LOGS_EXPORTER": "none"], signals: ["traces", "metrics"]),
    .init(variables: ["OTEL_TRACES_EXPORTER": "", "OTEL_SDK_DISABLED": ""]),
    .init(
      variables: ["OTEL_TRACES_EXPORTER": "zipkin"],
      warning: "OTEL_TRACES_EXPORTER: 'zipkin' is ignored"),
    .init(variables: ["OTEL_TRACES_SAMPLER": "always_off"], signals: ["metrics", "logs"]),
    .init(
      variables: ["OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0"],
      signals: ["metrics", "logs"]),
    .init(
      variables: ["OTEL_TRACES_SAMPLER": "sometimes"],
      warning: "OTEL_TRACES_SAMPLER: 'sometimes' is ignored"),
    .init(
      variables: ["OTEL_BSP_SCHEDULE_DELAY": "soon"],
      warning: "OTEL_BSP_SCHEDULE_DELAY: 'soon' is no whole number"),
    .init(
      variables: ["OTEL_EXPORTER_OTLP_TIMEOUT": "-1"],
      warning: "OTEL_EXPORTER_OTLP_TIMEOUT: '-1' is no whole number"),
    .init(
      variables: ["OTEL_EXPORTER_OTLP_COMPRESSION": "zip"],
      warning: "OTEL_EXPORTER_OTLP_COMPRESSION: 'zip' is ignored"),
    .init(
      variables: ["OTEL_EXPORTER_OTLP_PROTOCOL": "http/json"],
      warning: "OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' is ignored"),
    .init(
      variables: ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "collector"],
      warning: "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'collector' has no scheme"),
    .init(
      variables: ["OTEL_RESOURCE_ATTRIBUTES": "a=b=c"],
      warning: "OTEL_RESOURCE_ATTRIBUTES: 'a=b=c' is no key=value"),
    .init(
      variables: ["OTEL_LOG_LEVEL": "error"], signals: ["traces", "metrics"]),
  ]
}
