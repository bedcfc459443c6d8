/// Makes serialized `ExportTraceServiceRequest`, `ExportLogsServiceRequest` and
/// `ExportMetricsServiceRequest` of one resource.
///
/// Written field by field rather than by way of generated messages, which takes thirty times as
/// long. The three kinds have the same envelope: a resource, in it scopes, in them the items.
///
/// https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto/collector
public struct RequestEncoder: Sendable {
  /// The resource as the first field of its envelope.
  private let resource: [UInt8]
  private let schemaURL: String

  /// - Parameter resource: what all requests are from.
  public init(resource: Resource) {
    var writer = ProtobufWriter(capacity: 1024)
    writer.append(1, lengthSize: 2) { $0.append(1, resource.attributes) }
    self.resource = writer.bytes
    schemaURL = resource.schemaURL
  }

  /// A request for the trace service; empty when there are no spans.
  public func request(spans: [SpanRecord], scope: InstrumentationScope) -> [UInt8] {
    request([ScopedItems(scope: scope, slices: [spans[...]])])
  }

  /// A request for the logs service; empty when there are no records.
  public func request(logs: [LogRecord], scope: InstrumentationScope) -> [UInt8] {
    request([ScopedItems(scope: scope, slices: [logs[...]])])
  }

  /// A request for the metrics service; empty when no metric has a point.
  public func request(metrics: [MetricRecord], scope: InstrumentationScope) -> [UInt8] {
    request([ScopedItems(scope: scope, slices: [metrics.filter { $0.weight > 0 }[...]])])
  }

  /// Items that count nothing, metrics without points, must have been taken out before.
  func request<Item: TelemetryItem>(_ groups: [ScopedItems<Item>]) -> [UInt8] {
    let groups = groups.filter { $0.slices.contains { !$0.isEmpty } }
    guard !groups.isEmpty else { return [] }
    var writer = ProtobufWriter(capacity: 256 << 10)
    writer.append(1, lengthSize: 3) { writer in
      writer.append(written: resource)
      for group in groups {
        writer.append(2, lengthSize: 3) { Self.write(group, to: &$0) }
      }
      writer.append(3, schemaURL)
    }
    return writer.bytes
  }

  private static func write<Item: TelemetryItem>(
    _ group: ScopedItems<Item>, to writer: inout ProtobufWriter
  ) {
    writer.append(1, group.scope)
    for slice in group.slices {
      for item in slice {
        writer.append(2, lengthSize: 2) { item.write(to: &$0) }
      }
    }
  }
}
