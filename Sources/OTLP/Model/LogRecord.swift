/// One line of a log.
///
/// https://opentelemetry.io/docs/specs/otel/logs/data-model/
public struct LogRecord: Sendable, Equatable {
  /// ns since 1970.
  public var time: UInt64
  /// 1 (trace) to 24 (fatal), as the data model numbers them.
  public var severity: Int
  /// The severity as its source calls it.
  public var severityText: String
  /// What was said.
  public var body: AttributeValue
  /// What is said beside it.
  public var attributes: [Attribute] = []
  /// Attributes that were left out because of a limit.
  public var droppedAttributes: UInt32 = 0
  /// The span inside which it was written.
  public var context: TraceContext?
  /// What kind of event it is, where it is one; empty for ordinary lines.
  public var eventName = ""

  /// A line without anything beside it. The time is ns since 1970.
  public init(time: UInt64, severity: Int, severityText: String, body: AttributeValue) {
    self.time = time
    self.severity = severity
    self.severityText = severityText
    self.body = body
  }
}
