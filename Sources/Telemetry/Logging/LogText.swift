import OTLP

/// A line of the log for people.
enum LogText {
  /// `2026-08-20T10:00:00.123456Z info sonde: message key=value`. Nothing in it steers a terminal,
  /// whatever was logged.
  static func line(_ record: LogRecord, label: String) -> String {
    var line = "\(Timestamp.text(record.time)) \(record.severityText) "
    if !label.isEmpty { line += "\(VisibleText.escaped(label)): " }
    line += VisibleText.escaped(text(record.body))
    for attribute in record.attributes where !attribute.key.hasPrefix("code.") {
      line += " \(quoted(attribute.key))=\(value(attribute.value))"
    }
    if let context = record.context {
      line += " trace_id=\(context.traceID) span_id=\(context.spanID)"
    }
    return line
  }

  private static func text(_ body: AttributeValue) -> String {
    if case .string(let text) = body { text } else { value(body) }
  }

  private static func value(_ value: AttributeValue) -> String {
    switch value {
    case .string(let text): quoted(text)
    case .int(let number): String(number)
    case .double(let number): String(number)
    case .bool(let flag): String(flag)
    case .strings(let texts): "[\(texts.map(quoted).joined(separator: ", "))]"
    }
  }

  /// In quotes unless it is one plain word.
  private static func quoted(_ text: String) -> String {
    let escaped = VisibleText.escaped(text)
    let isPlain =
      !escaped.isEmpty
      && escaped.utf8.allSatisfy { $0 > 0x20 && !"\"=[],".utf8.contains($0) }
    return isPlain ? escaped : "\"\(escaped.replacing("\"", with: "\\\""))\""
  }
}
