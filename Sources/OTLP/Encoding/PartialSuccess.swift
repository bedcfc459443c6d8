internal import OpenTelemetryProto
internal import SwiftProtobuf

/// What a collector says of a request that it took: that some of it was of no use, or a warning.
///
/// https://opentelemetry.io/docs/specs/otlp/#partial-success
struct PartialSuccess: Equatable {
  /// Items that were rejected.
  var rejected: Int
  /// Why, or what else there is to say; may be empty.
  var message: String

  /// - Parameter response: a serialized `Export…ServiceResponse`.
  /// - Returns: `nil` when all was taken and nothing is said.
  init?(response: [UInt8], signal: Signal) throws {
    let rejected: Int64
    switch signal {
    case .traces:
      let message = try Opentelemetry_Proto_Collector_Trace_V1_ExportTraceServiceResponse(
        serializedBytes: response)
      rejected = message.partialSuccess.rejectedSpans
      self.message = message.partialSuccess.errorMessage
    case .logs:
      let message = try Opentelemetry_Proto_Collector_Logs_V1_ExportLogsServiceResponse(
        serializedBytes: response)
      rejected = message.partialSuccess.rejectedLogRecords
      self.message = message.partialSuccess.errorMessage
    case .metrics:
      let message = try Opentelemetry_Proto_Collector_Metrics_V1_ExportMetricsServiceResponse(
        serializedBytes: response)
      rejected = message.partialSuccess.rejectedDataPoints
      self.message = message.partialSuccess.errorMessage
    }
    self.rejected = Int(clamping: max(rejected, 0))
    guard self.rejected > 0 || !message.isEmpty else { return nil }
  }
}
