/// A value of a table.
public enum Cell: Equatable, Sendable {
  /// No value.
  case null
  /// An integer, or a timestamp in microseconds.
  case integer(Int64)
  /// A floating-point number.
  case double(Double)
  /// True or false.
  case boolean(Bool)
  /// Text, as UTF-8.
  case text([UInt8])
  /// Bytes.
  case bytes([UInt8])

  /// The value in JSON, exactly: floating-point numbers and bytes are strings of hexadecimal
  /// digits, which leaves a reader no room.
  var json: String {
    switch self {
    case .null: "null"
    case .integer(let value): String(value)
    case .double(let value): "\"\(hexadecimal(value.bitPattern, digits: 16))\""
    case .boolean(let value): value ? "true" : "false"
    case .text(let value): quoted(String(decoding: value, as: UTF8.self))
    case .bytes(let value): "\"" + value.map { hexadecimal(UInt64($0), digits: 2) }.joined() + "\""
    }
  }
}

func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028:
      result += "\\u" + hexadecimal(UInt64(scalar.value), digits: 4)
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

private func hexadecimal(_ value: UInt64, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
