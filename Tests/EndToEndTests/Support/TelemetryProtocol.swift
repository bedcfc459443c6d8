import Testing

/// How a collector is spoken to.
enum TelemetryProtocol: String, CaseIterable, CustomTestStringConvertible {
  case grpc
  case http = "http/protobuf"

  var testDescription: String { rawValue }
}
