import Testing

/// How a collector is secured, what sonde has for it, and what becomes of the spans.
struct TelemetryKey: CustomTestStringConvertible, Sendable {
  let name: String
  /// Options of the receiver, behind those of TLS.
  var receiver: [String] = []
  var hasTLS = true
  /// Variables for sonde, in which CA, STRANGER, CERTIFICATE, KEY and HEADERS are paths.
  var environment: [String: String] = [:]
  /// Why the spans are lost; `waiting` where they are kept.
  var loss: String?
  /// A part of what is said of it, by protocol.
  var notice: [TelemetryProtocol: String] = [:]

  var testDescription: String { name }

  private static let token = ["--token", "s3cret-4711"]
  private static let authority = "OTEL_EXPORTER_OTLP_CERTIFICATE"

  static let table: [TelemetryKey] = [
    .init(name: "the right authority", environment: [authority: "CA"]),
    .init(
      name: "another authority", environment: [authority: "STRANGER"], loss: "waiting",
      notice: [.grpc: "certificate", .http: "certificate"]),
    .init(
      name: "the system's authorities", loss: "waiting",
      notice: [.grpc: "certificate", .http: "certificate"]),
    .init(
      name: "a certificate of its own", receiver: ["--client-ca", "CA"],
      environment: [
        authority: "CA", "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": "CERTIFICATE",
        "OTEL_EXPORTER_OTLP_CLIENT_KEY": "KEY",
      ]),
    .init(
      name: "no certificate of its own", receiver: ["--client-ca", "CA"],
      environment: [authority: "CA"], loss: "waiting"),
    .init(
      name: "no token", receiver: token, hasTLS: false, loss: "refused",
      notice: [.grpc: "UNAUTHENTICATED: a bearer token is required", .http: "401"]),
    .init(
      name: "another token", receiver: token, hasTLS: false,
      environment: ["OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20s3cret-4712"],
      loss: "refused", notice: [.grpc: "UNAUTHENTICATED", .http: "401"]),
    .init(
      name: "a token from the environment", receiver: token, hasTLS: false,
      environment: ["OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20s3cret-4711"]),
    .init(
      name: "a token from a file", receiver: token, hasTLS: false,
      environment: ["SONDE_TELEMETRY_HEADERS_FILE": "HEADERS"]),
    .init(
      name: "a token from a file and the right authority", receiver: token,
      environment: ["SONDE_TELEMETRY_HEADERS_FILE": "HEADERS", authority: "CA"]),
  ]
}
