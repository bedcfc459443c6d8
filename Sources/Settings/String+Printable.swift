extension String {
  /// The text with control characters escaped, so that it cannot steer a terminal.
  package var printable: String {
    unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// The text in quotes for a message, shortened if it is long.
  var quoted: String {
    let limit = 60
    let isLong = unicodeScalars.count > limit
    return "'\(String(unicodeScalars.prefix(limit)).printable)\(isLong ? "…" : "")'"
  }

  /// The text as a string of TOML.
  var toml: String {
    let escaped = unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\0"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return "\"\(escaped)\""
  }
}
