import Store

/// Writes values as JSON text.
struct JSONText {
  private(set) var bytes: [UInt8] = []
  private let isIndented: Bool
  private var depth = 0

  /// - Parameter isIndented: Whether each value gets a line of its own.
  init(isIndented: Bool) {
    self.isIndented = isIndented
  }

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func append(syntax text: StaticString) {
    text.withUTF8Buffer { bytes += $0 }
  }

  mutating func append(_ value: JSONValue) {
    switch value {
    case .null: append(syntax: "null")
    case .bool(let value): append(syntax: value ? "true" : "false")
    case .integer(let value): bytes += Array(String(value).utf8)
    case .real(let value): bytes += Array((value.isFinite ? "\(value)" : "null").utf8)
    case .text(let text): append(string: text)
    case .array(let elements): append(elements)
    case .object(let members): append(members)
    }
  }

  private mutating func append(_ elements: [JSONValue]) {
    let isOneLine = elements.allSatisfy(\.isScalar)
    append(syntax: "[")
    depth += 1
    for (index, element) in elements.enumerated() {
      if index > 0 { append(syntax: isOneLine && isIndented ? ", " : ",") }
      if !isOneLine { appendLine() }
      append(element)
    }
    depth -= 1
    if !isOneLine { appendLine() }
    append(syntax: "]")
  }

  private mutating func append(_ members: [(key: String, value: JSONValue)]) {
    append(syntax: "{")
    depth += 1
    for (index, member) in members.enumerated() {
      if index > 0 { append(syntax: ",") }
      appendLine()
      append(string: RawText(member.key))
      append(syntax: isIndented ? ": " : ":")
      append(member.value)
    }
    depth -= 1
    if !members.isEmpty { appendLine() }
    append(syntax: "}")
  }

  private mutating func appendLine() {
    guard isIndented else { return }
    append(syntax: "\n")
    for _ in 0..<depth { append(syntax: "  ") }
  }

  // MARK: Strings

  private mutating func append(string text: RawText) {
    append(syntax: "\"")
    var index = 0
    while index < text.bytes.count {
      let byte = text.bytes[index]
      if byte < 0x80 {
        append(ascii: byte)
        index += 1
        continue
      }
      var rest = text.bytes[index...].makeIterator()
      var parser = Unicode.UTF8.ForwardParser()
      switch parser.parseScalar(from: &rest) {
      case .valid(let encoded):
        bytes += encoded
        index += encoded.count
      case .error(let length):
        for byte in text.bytes[index..<index + length] { append(unit: 0xdc00 | UInt16(byte)) }
        index += length
      case .emptyInput:
        break
      }
    }
    append(syntax: "\"")
  }

  private mutating func append(ascii byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append(syntax: "\\\"")
    case UInt8(ascii: "\\"): append(syntax: "\\\\")
    case UInt8(ascii: "\n"): append(syntax: "\\n")
    case UInt8(ascii: "\r"): append(syntax: "\\r")
    case UInt8(ascii: "\t"): append(syntax: "\\t")
    // A terminal takes DEL and what is below the space as a command.
    case ..<0x20, 0x7f: append(unit: UInt16(byte))
    default: bytes.append(byte)
    }
  }

  private mutating func append(unit: UInt16) {
    let digits = String(unit, radix: 16)
    bytes += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
  }
}
