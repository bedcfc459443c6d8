/// Renders pieces of a document for error messages.
///
/// A message may end up on a terminal or in a log, so control characters never come through and
/// no piece is longer than a line.
enum MessageText {
  private static let limit = 60

  /// A character in quotes, or its code point if it does not print.
  static func character(_ scalar: Unicode.Scalar) -> String {
    scalar == "'" ? "\"'\"" : isPrintable(scalar) ? "'\(scalar)'" : codePoint(scalar)
  }

  /// Text in single quotes, shortened if it is long.
  static func quoted(_ text: String) -> String {
    "'\(shortened(escaped(text)))'"
  }

  /// A dotted key in single quotes, its parts in double quotes where TOML needs them.
  static func key(_ path: some Sequence<String>) -> String {
    let parts = path.map { part in
      isBare(part) ? part : "\"\(escaped(part))\""
    }
    return "'\(shortened(parts.joined(separator: ".")))'"
  }

  private static func isBare(_ part: String) -> Bool {
    !part.isEmpty && part.utf8.allSatisfy(\.isBareKeyByte)
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(limit + 1) {
      if isPrintable(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        // As TOML itself escapes it in double quotes.
        let isLong = scalar.value > 0xFFFF
        result += (isLong ? "\\U" : "\\u") + hexadecimal(scalar, width: isLong ? 8 : 4)
      }
    }
    return result
  }

  private static func shortened(_ text: String) -> String {
    let scalars = text.unicodeScalars
    return scalars.count <= limit ? text : String(scalars.prefix(limit)) + "…"
  }

  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    "U+" + hexadecimal(scalar, width: 4)
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar, width: Int) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
    default: true
    }
  }
}
