import Store

/// Makes text that comes from processes fit for a terminal.
///
/// A name or an argument may hold whatever its owner likes, sequences that steer the terminal or
/// turn the direction of writing included. Nothing but visible characters gets through.
enum TerminalText {
  /// The text with everything else escaped: `\e`, `\n`, `\x07`, `\u{202e}`, and `\xff` for a byte
  /// that is not part of valid UTF-8.
  static func escaped(_ text: RawText) -> String {
    if text.bytes.allSatisfy({ (0x20..<0x7f).contains($0) }) {
      return String(decoding: text.bytes, as: UTF8.self)
    }
    var result = ""
    var bytes = text.bytes.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var index = 0
    while true {
      switch parser.parseScalar(from: &bytes) {
      case .valid(let encoded):
        index += encoded.count
        append(Unicode.UTF8.decode(encoded), to: &result)
      case .error(let length):
        for byte in text.bytes[index..<index + length] { result += "\\x" + hexadecimal(byte) }
        index += length
      case .emptyInput:
        return result
      }
    }
  }

  /// The string with everything but visible characters escaped.
  static func escaped(_ string: String) -> String {
    escaped(RawText(string))
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
    switch scalar {
    case "\u{1b}": result += "\\e"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case "\0"..."\u{1f}", "\u{7f}": result += "\\x" + hexadecimal(UInt8(scalar.value))
    case " "..."~": result.unicodeScalars.append(scalar)
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        result.unicodeScalars.append(scalar)
      }
    }
  }

  static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }

  // MARK: Width

  /// How many columns an escaped text takes.
  static func width(_ text: String) -> Int {
    text.utf8.count == text.unicodeScalars.count
      ? text.utf8.count : text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  /// The text, cut with an ellipsis when it takes more columns than there are.
  static func cut(_ text: String, to columns: Int) -> String {
    guard width(text) > columns else { return text }
    var result = ""
    var left = columns - 1
    for scalar in text.unicodeScalars {
      left -= width(scalar)
      if left < 0 { break }
      result.unicodeScalars.append(scalar)
    }
    return columns > 0 ? result + "…" : ""
  }

  /// Combining marks take no column and East Asian characters two.
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x300: 1
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
      0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f900...0x1f9ff,
      0x20000...0x3fffd:
      2
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: 0
      default: 1
      }
    }
  }

  // MARK: Commands

  /// Arguments as a shell would take them, in at most so many columns.
  static func command(_ arguments: [RawText], columns: Int) -> String {
    var result = ""
    for (index, argument) in arguments.enumerated() {
      if index > 0 { result += " " }
      // What will be cut off need not be made readable first.
      result += quoted(escaped(RawText(Array(argument.bytes.prefix(columns * 4 + 4)))))
      if width(result) > columns { break }
    }
    return cut(result, to: columns)
  }

  private static func quoted(_ argument: String) -> String {
    let isPlain = argument.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_", "@", "%", "+", "=", ":", ",", ".", "/", "-", "\\",
        "^":
        true
      default: scalar.value > 0x7f
      }
    }
    if isPlain, !argument.isEmpty { return argument }
    return "'"
      + argument.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
