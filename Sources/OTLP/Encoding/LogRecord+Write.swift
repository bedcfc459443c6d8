/// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto
extension LogRecord: TelemetryItem {
  static let signal = Signal.logs
  var weight: Int { 1 }
  var halves: (LogRecord, LogRecord)? { nil }

  func write(to writer: inout ProtobufWriter) {
    writer.append(1, fixed64: time)
    writer.append(2, varint: UInt64(clamping: severity))
    writer.append(3, severityText)
    writer.append(5, body)
    writer.append(6, attributes)
    writer.append(7, varint: UInt64(droppedAttributes))
    if let context {
      writer.append(8, fixed32: UInt32(context.flags))
      writer.append(9, bytes: context.traceID.high, context.traceID.low)
      writer.append(10, bytes: context.spanID.value)
    }
    // Written by ourselves: it was seen when it was said.
    writer.append(11, fixed64: time)
    writer.append(12, eventName)
  }
}
