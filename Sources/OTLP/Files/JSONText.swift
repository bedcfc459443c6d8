internal import Foundation

/// Writes JSON as OTLP has it: ids are hexadecimal, enumerations numbers, 64-bit numbers strings,
/// names in lowerCamelCase. What is as it is without being said is not written.
///
/// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
struct JSONText {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  // MARK: Structure

  mutating func object(_ body: (inout JSONText) -> Void) {
    open("{")
    body(&self)
    close("}")
  }

  mutating func object(_ name: StaticString, _ body: (inout JSONText) -> Void) {
    key(name)
    object(body)
  }

  /// A list of objects. An empty one is not written.
  mutating func list<Element>(
    _ name: StaticString, _ elements: [Element], _ body: (Element, inout JSONText) -> Void
  ) {
    guard !elements.isEmpty else { return }
    key(name)
    open("[")
    for element in elements { object { body(element, &$0) } }
    close("]")
  }

  /// A list of numbers, the 64-bit ones as strings. An empty one is not written.
  mutating func list(_ name: StaticString, _ numbers: [UInt64]) {
    values(name, numbers) { $1.quoted("\($0)") }
  }

  /// A list of numbers. An empty one is not written.
  mutating func list(_ name: StaticString, _ numbers: [Double]) {
    values(name, numbers) { $1.value($0) }
  }

  private mutating func values<Element>(
    _ name: StaticString, _ elements: [Element], _ body: (Element, inout JSONText) -> Void
  ) {
    guard !elements.isEmpty else { return }
    key(name)
    open("[")
    for element in elements { body(element, &self) }
    close("]")
  }

  // MARK: Members; those with `always` also when they are zero or empty

  mutating func text(_ name: StaticString, _ text: String) {
    if !text.isEmpty { self.text(name, always: text) }
  }

  mutating func text(_ name: StaticString, always text: String) {
    key(name)
    quoted(text)
  }

  mutating func hex(_ name: StaticString, _ data: Data) {
    guard !data.isEmpty else { return }
    key(name)
    quoted(data.map { String(UInt64($0).lowercaseHex.suffix(2)) }.joined())
  }

  mutating func base64(_ name: StaticString, _ data: Data) {
    key(name)
    quoted(data.base64EncodedString())
  }

  mutating func number(_ name: StaticString, _ number: some FixedWidthInteger) {
    guard number != 0 else { return }
    key(name)
    raw("\(number)")
  }

  mutating func long(_ name: StaticString, _ number: UInt64) {
    if number != 0 { text(name, always: "\(number)") }
  }

  mutating func long(_ name: StaticString, always number: Int64) {
    text(name, always: "\(number)")
  }

  mutating func double(_ name: StaticString, always number: Double) {
    key(name)
    value(number)
  }

  mutating func flag(_ name: StaticString, always flag: Bool) {
    key(name)
    raw(flag ? "true" : "false")
  }

  // MARK: Characters

  private mutating func open(_ bracket: Unicode.Scalar) {
    comma()
    bytes.append(UInt8(ascii: bracket))
    needsComma = false
  }

  private mutating func close(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(ascii: bracket))
    needsComma = true
  }

  private mutating func comma() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func key(_ name: StaticString) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes += $0 }
    bytes += [UInt8(ascii: "\""), UInt8(ascii: ":")]
    needsComma = false
  }

  private mutating func raw(_ text: String) {
    comma()
    bytes += text.utf8
  }

  /// JSON has no names for what is not a number.
  private mutating func value(_ number: Double) {
    if number.isFinite {
      raw(number.description)
    } else {
      quoted(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
    }
  }

  /// Controls and characters that only steer others are escaped: lines are also read in terminals.
  private mutating func quoted(_ text: String) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes += "\\\"".utf8
      case "\\": bytes += "\\\\".utf8
      case "\n": bytes += "\\n".utf8
      case "\r": bytes += "\\r".utf8
      case "\t": bytes += "\\t".utf8
      case " "..."~": bytes.append(UInt8(ascii: scalar))
      case _ where Self.isVisible(scalar): bytes += String(scalar).utf8
      default: escape(scalar)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    for unit in String(scalar).utf16 {
      bytes += "\\u".utf8
      bytes += UInt64(unit).lowercaseHex.utf8.suffix(4)
    }
  }
}
