import Testing

/// What a collector does to the first spans of a run, and what becomes of them.
struct TelemetryFault: CustomTestStringConvertible, Sendable {
  let name: String
  let wireProtocol: TelemetryProtocol
  /// As the receiver takes them, of the one that is for spans.
  let answer: String
  var environment: [String: String] = [:]
  /// How often the spans are sent.
  var attempts = 2
  /// Seconds between the first and the last time, at least.
  var pause = 0.0
  /// Why they are lost, if they are.
  var loss: String?
  /// What is said of it.
  let notice: String

  var testDescription: String { "\(name), \(wireProtocol)" }

  static let table: [TelemetryFault] = [
    .init(
      name: "unavailable twice", wireProtocol: .grpc,
      answer: #""grpc": "UNAVAILABLE", "times": 2"#, attempts: 3,
      notice: "spans cannot be delivered: UNAVAILABLE"),
    .init(
      name: "exhausted for half a second", wireProtocol: .grpc,
      answer: #""grpc": "RESOURCE_EXHAUSTED", "retry_after": 0.5"#, pause: 0.5,
      notice: "spans cannot be delivered: RESOURCE_EXHAUSTED"),
    .init(
      name: "exhausted for good", wireProtocol: .grpc, answer: #""grpc": "RESOURCE_EXHAUSTED""#,
      attempts: 1, loss: "refused",
      notice: "the collector refused 1 spans, which are lost: RESOURCE_EXHAUSTED"),
    .init(
      name: "of the opinion that the request is wrong", wireProtocol: .grpc,
      answer: #""grpc": "INVALID_ARGUMENT", "message": "no such tenant""#, attempts: 1,
      loss: "refused", notice: "INVALID_ARGUMENT: no such tenant"),
    .init(
      name: "taking a part", wireProtocol: .grpc, answer: #""reject": 1, "message": "too old""#,
      attempts: 1, loss: "rejected", notice: "the collector rejected spans: too old"),
    .init(
      name: "gone before it answers", wireProtocol: .grpc, answer: #""drop": true"#,
      notice: "spans cannot be delivered: UNAVAILABLE"),
    .init(
      name: "slower than the timeout", wireProtocol: .grpc, answer: #""delay": 3"#,
      environment: ["OTEL_EXPORTER_OTLP_TIMEOUT": "300"], pause: 0.3,
      notice: "spans cannot be delivered: DEADLINE_EXCEEDED"),
    .init(
      name: "unavailable for a second", wireProtocol: .http,
      answer: #""http": 503, "retry_after": "1""#, pause: 1,
      notice: "spans cannot be delivered: 503"),
    .init(
      name: "unavailable until a date", wireProtocol: .http,
      answer: #""http": 503, "retry_date": 2"#, pause: 1,
      notice: "spans cannot be delivered: 503"),
    .init(
      name: "asking for patience without saying how much", wireProtocol: .http,
      answer: #""http": 429, "times": 2"#, attempts: 3,
      notice: "spans cannot be delivered: 429"),
    .init(
      name: "broken", wireProtocol: .http, answer: #""http": 500, "message": "no disk""#,
      attempts: 1, loss: "refused", notice: "the collector refused 1 spans, which are lost: 500"),
    .init(
      name: "taking a part", wireProtocol: .http, answer: #""reject": 1, "message": "too old""#,
      attempts: 1, loss: "rejected", notice: "the collector rejected spans: too old"),
    .init(
      name: "gone before it answers", wireProtocol: .http, answer: #""drop": true"#,
      notice: "spans cannot be delivered"),
    .init(
      name: "slower than the timeout", wireProtocol: .http, answer: #""delay": 3"#,
      environment: ["OTEL_EXPORTER_OTLP_TIMEOUT": "300"], pause: 0.3,
      notice: "spans cannot be delivered"),
  ]
}
