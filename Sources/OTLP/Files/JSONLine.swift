internal import OpenTelemetryProto
internal import SwiftProtobuf

/// A line of OTLP's file form.
///
/// https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
public enum JSONLine {
  /// The JSON of a `TracesData`, `MetricsData` or `LogsData`, with the final line feed.
  ///
  /// - Parameter request: a serialized `Export…ServiceRequest`, which has the same fields.
  /// - Throws: an error of the decoder when it is not one.
  public static func encode(_ request: [UInt8], signal: Signal) throws -> [UInt8] {
    var text = JSONText()
    switch signal {
    case .traces:
      let data = try Opentelemetry_Proto_Trace_V1_TracesData(serializedBytes: request)
      text.object { $0.append(data) }
    case .logs:
      let data = try Opentelemetry_Proto_Logs_V1_LogsData(serializedBytes: request)
      text.object { $0.append(data) }
    case .metrics:
      let data = try Opentelemetry_Proto_Metrics_V1_MetricsData(serializedBytes: request)
      text.object { $0.append(data) }
    }
    return text.bytes + [UInt8(ascii: "\n")]
  }
}
