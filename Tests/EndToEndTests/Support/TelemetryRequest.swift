import Foundation

/// What a request to a collector carried. Files in OTLP's form have the same.
struct TelemetryMessage: Decodable {
  struct Resource: Decodable {
    let attributes: TelemetryAttributes
  }

  struct Spans: Decodable {
    struct Scope: Decodable {
      let spans: [TelemetrySpan]
    }
    let resource: Resource
    let scopeSpans: [Scope]
  }

  struct Metrics: Decodable {
    struct Scope: Decodable {
      let metrics: [TelemetryMetric]
    }
    let resource: Resource
    let scopeMetrics: [Scope]
  }

  struct Logs: Decodable {
    struct Scope: Decodable {
      let logRecords: [TelemetryRecord]
    }
    let resource: Resource
    let scopeLogs: [Scope]
  }

  let resourceSpans: [Spans]?
  let resourceMetrics: [Metrics]?
  let resourceLogs: [Logs]?

  var spans: [TelemetrySpan] {
    (resourceSpans ?? []).flatMap { $0.scopeSpans.flatMap(\.spans) }
  }
  var metrics: [TelemetryMetric] {
    (resourceMetrics ?? []).flatMap { $0.scopeMetrics.flatMap(\.metrics) }
  }
  var records: [TelemetryRecord] {
    (resourceLogs ?? []).flatMap { $0.scopeLogs.flatMap(\.logRecords) }
  }
  /// What all of it is from.
  var resources: [TelemetryAttributes] {
    (resourceSpans ?? []).map(\.resource.attributes)
      + (resourceMetrics ?? []).map(\.resource.attributes)
      + (resourceLogs ?? []).map(\.resource.attributes)
  }
}

/// A request that a receiver wrote down.
struct TelemetryRequest: Decodable {
  /// Seconds since 1970.
  let time: Double
  /// `grpc` or `http`.
  let `protocol`: String
  /// `traces`, `metrics` or `logs`.
  let signal: String
  /// `ok`, `partial success`, `drop`, or the status.
  let answer: String
  let path: String
  let headers: [String: String]
  let compression: String?
  let bytes: Int
  /// Spans, points or records.
  let items: Int
  /// Empty when it was not written down.
  let message: TelemetryMessage

  private enum CodingKeys: CodingKey {
    case time, `protocol`, signal, answer, path, headers, compression, bytes, items, message
  }

  init(from decoder: any Decoder) throws {
    let line = try decoder.container(keyedBy: CodingKeys.self)
    time = try line.decode(Double.self, forKey: .time)
    `protocol` = try line.decode(String.self, forKey: .protocol)
    signal = try line.decode(String.self, forKey: .signal)
    answer = try line.decode(String.self, forKey: .answer)
    path = try line.decode(String.self, forKey: .path)
    headers = try line.decode([String: String].self, forKey: .headers)
    compression = try line.decodeIfPresent(String.self, forKey: .compression)
    bytes = try line.decode(Int.self, forKey: .bytes)
    items = try line.decode(Int.self, forKey: .items)
    message =
      try line.decodeIfPresent(TelemetryMessage.self, forKey: .message)
      ?? TelemetryMessage(resourceSpans: nil, resourceMetrics: nil, resourceLogs: nil)
  }

  /// Whether the sender was told that it arrived.
  var isAccepted: Bool { answer == "ok" || answer == "partial success" }
}

extension [TelemetryRequest] {
  /// Those that the sender was told of.
  var accepted: [TelemetryRequest] { filter(\.isAccepted) }
  /// Those of one signal.
  func of(_ signal: String) -> [TelemetryRequest] { filter { $0.signal == signal } }

  /// The spans, metrics and records of all.
  var spans: [TelemetrySpan] { flatMap(\.message.spans) }
  var metrics: [TelemetryMetric] { flatMap(\.message.metrics) }
  var records: [TelemetryRecord] { flatMap(\.message.records) }
}
