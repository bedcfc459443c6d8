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
