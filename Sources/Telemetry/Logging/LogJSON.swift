import OTLP

/// A line of the log for machines: an object with `time`, `level`, `logger`, `message`, inside a
/// span `trace_id` and `span_id`, and `attributes`.
enum LogJSON {
  static func line(_ record: LogRecord, label: String) -> String {
    var line = "{\"time\":\"\(Timestamp.text(record.time))\""
    line += ",\"level\":\(string(record.severityText)),\"logger\":\(string(label))"
    line += ",\"message\":\(value(record.body))"
    if let context = record.context {
      line += ",\"trace_id\":\"\(context.traceID)\",\"span_id\":\"\(context.spanID)\""
    }
    if !record.attributes.isEmpty {
      let members = record.attributes.map { "\(string($0.key)):\(value($0.value))" }
      line += ",\"attributes\":{\(members.joined(separator: ","))}"
    }
    return line + "}"
  }

  private static func value(_ value: AttributeValue) -> String {
    switch value {
    case .string(let text): string(text)
    case .int(let number): String(number)
    // JSON has no word for what is no number.
    case .double(let number): number.isFinite ? String(number) : string(String(number))
    case .bool(let flag): String(flag)
    case .strings(let texts): array(texts)
    }
  }

  /// An array of strings.
  static func array(_ texts: [String]) -> String {
    "[\(texts.map(string).joined(separator: ","))]"
  }

  /// RFC 8259, with invisible characters escaped too: somebody may look at the file.
  private static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if VisibleText.isVisible(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          for unit in String(scalar).utf16 { result += "\\u" + hexadecimal(unit) }
        }
      }
    }
    return result + "\""
  }

  private static func hexadecimal(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
