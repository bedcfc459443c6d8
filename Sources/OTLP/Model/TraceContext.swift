/// A span as the other side of a process boundary names it.
///
/// https://www.w3.org/TR/trace-context/#traceparent-header
public struct TraceContext: Hashable, Sendable {
  /// The trace.
  public var traceID: TraceID
  /// The span that the receiver's spans are children of.
  public var spanID: SpanID
  /// Bit 0: the trace is sampled.
  public var flags: UInt8
  /// `tracestate`, as it came: its content is for the systems that wrote it.
  public var state: String

  /// Names a span.
  public init(traceID: TraceID, spanID: SpanID, flags: UInt8 = 1, state: String = "") {
    self.traceID = traceID
    self.spanID = spanID
    self.flags = flags
    self.state = state
  }

  /// Reads a `traceparent`. `nil` when it is malformed: the receiver begins a trace of its own then.
  /// Versions after 00 may have more fields, which are ignored; ff is forbidden.
  public init?(traceparent: some StringProtocol, state: String = "") {
    let text = traceparent.utf8
    let fields = traceparent.split(separator: "-", omittingEmptySubsequences: false)
    guard fields.count >= 4, fields[0].utf8.count == 2, fields[3].utf8.count == 2,
      let version = UInt64(lowercaseHex: fields[0].utf8), version != 0xff,
      let traceID = TraceID(hex: fields[1]), let spanID = SpanID(hex: fields[2]),
      let flags = UInt64(lowercaseHex: fields[3].utf8),
      version != 0 || text.count == 55
    else { return nil }
    self.init(traceID: traceID, spanID: spanID, flags: UInt8(flags), state: state)
  }

  /// Whether the sender records the trace.
  public var isSampled: Bool { flags & 1 != 0 }

  /// As version 00 writes it. Of the flags, the two that it knows.
  public var traceparent: String {
    let digits = String(flags & 3, radix: 16)
    return "00-\(traceID)-\(spanID)-0\(digits)"
  }
}
