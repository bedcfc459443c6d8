import Logging
import OTLP

extension LogRecord {
  /// What a logger was told, as OTLP has it. Metadata become attributes; an error, or the metadata
  /// `error`, becomes what the conventions say of an exception.
  init(
    _ event: LogEvent, metadata: Logger.Metadata, time: UInt64, context: TraceContext?,
    limits: AttributeLimits
  ) {
    self.init(
      time: time, severity: event.level.severity, severityText: event.level.rawValue,
      body: .string(event.message.description))
    self.context = context
    var metadata = metadata
    var facts: [Attribute] = []
    if let error = event.error {
      facts = ErrorFacts(error).attributes
    } else if let error = metadata.removeValue(forKey: "error") {
      facts = Self.facts(error)
    }
    let others = MetadataFlattening.attributes(metadata).filter { attribute in
      !facts.contains { $0.key == attribute.key }
    }
    let all = facts + others + Self.place(event)
    let (kept, dropped) = limits.limited(all)
    attributes = kept
    droppedAttributes = dropped
  }

  /// Metadata may hold the error itself or only its text.
  private static func facts(_ value: Logger.MetadataValue) -> [Attribute] {
    if case .stringConvertible(let thing) = value, let error = thing as? any Error {
      return ErrorFacts(error).attributes
    }
    return [Attribute("exception.message", .string(value.description))]
  }

  /// https://opentelemetry.io/docs/specs/semconv/registry/attributes/code/
  private static func place(_ event: LogEvent) -> [Attribute] {
    [
      Attribute("code.file.path", .string(event.file)),
      Attribute("code.function.name", .string(event.function)),
      Attribute("code.line.number", .int(Int64(clamping: event.line))),
    ]
  }
}
