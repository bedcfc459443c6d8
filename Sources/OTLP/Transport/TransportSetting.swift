/// How messages call the settings, so that a reader knows which one to look at: the names are those
/// of the specification.
///
/// https://opentelemetry.io/docs/specs/otel/protocol/exporter/#configuration-options
package enum TransportSetting: String, Sendable {
  case endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"
  case insecure = "OTEL_EXPORTER_OTLP_INSECURE"
  case certificate = "OTEL_EXPORTER_OTLP_CERTIFICATE"
  case clientKey = "OTEL_EXPORTER_OTLP_CLIENT_KEY"
  case clientCertificate = "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE"
  case headers = "OTEL_EXPORTER_OTLP_HEADERS"
  case timeout = "OTEL_EXPORTER_OTLP_TIMEOUT"
  case wireProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL"
}

extension DefaultStringInterpolation {
  /// The name of a setting.
  package mutating func appendInterpolation(_ setting: TransportSetting) {
    appendInterpolation(setting.rawValue)
  }
}
