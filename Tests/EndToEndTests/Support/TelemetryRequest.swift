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
