/// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
extension SpanRecord: TelemetryItem {
  static let signal = Signal.traces
  var weight: Int { 1 }
  var halves: (SpanRecord, SpanRecord)? { nil }

  func write(to writer: inout ProtobufWriter) {
    writer.append(1, bytes: traceID.high, traceID.low)
    writer.append(2, bytes: spanID.value)
    writer.append(3, traceState)
    if let parentSpanID { writer.append(4, bytes: parentSpanID.value) }
    writer.append(5, name)
    writer.append(6, varint: UInt64(kind.rawValue))
    writer.append(7, fixed64: start)
    writer.append(8, fixed64: end)
    writer.append(9, attributes)
    writer.append(10, varint: UInt64(droppedAttributes))
    for event in events { writer.append(11, lengthSize: 1) { event.write(to: &$0) } }
    writer.append(12, varint: UInt64(droppedEvents))
    for link in links { writer.append(13, lengthSize: 1) { link.write(to: &$0) } }
    writer.append(14, varint: UInt64(droppedLinks))
    if status != .unset { writer.append(15, lengthSize: 1) { status.write(to: &$0) } }
    writer.append(16, fixed32: allFlags)
  }

  /// Beside the flags of W3C, bit 8 says that bit 9 is known: that the parent is remote.
  private var allFlags: UInt32 {
    guard let isParentRemote else { return UInt32(flags) }
    return UInt32(flags) | 0x100 | (isParentRemote ? 0x200 : 0)
  }
}

extension SpanRecord.Event {
  fileprivate func write(to writer: inout ProtobufWriter) {
    writer.append(1, fixed64: time)
    writer.append(2, name)
    writer.append(3, attributes)
    writer.append(4, varint: UInt64(droppedAttributes))
  }
}

extension SpanRecord.Link {
  fileprivate func write(to writer: inout ProtobufWriter) {
    writer.append(1, bytes: context.traceID.high, context.traceID.low)
    writer.append(2, bytes: context.spanID.value)
    writer.append(3, context.state)
    writer.append(4, attributes)
    writer.append(5, varint: UInt64(droppedAttributes))
    writer.append(6, fixed32: UInt32(context.flags))
  }
}

extension SpanRecord.Status {
  fileprivate func write(to writer: inout ProtobufWriter) {
    switch self {
    case .unset: break
    case .ok: writer.append(3, varint: 1)
    case .error(let message):
      writer.append(2, message)
      writer.append(3, varint: 2)
    }
  }
}
