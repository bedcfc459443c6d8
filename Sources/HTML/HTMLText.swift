internal import Foundation
public import Store

/// Makes text fit for a page: what comes from a program is text, never markup.
public enum HTMLText {
  /// Bytes that are no UTF-8, controls, and what turns the direction of writing or hides, as `\x…`
  /// and `\u{…}`.
  public static func visible(_ text: RawText) -> String {
    visible(text.escaped)
  }

  /// A string likewise.
  public static func visible(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where scalar.value < 0x80:
        result += String(format: "\\x%02x", scalar.value)
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Text between tags or within a quoted attribute.
  public static func markup(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for character in visible(text).unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// What a process calls text, likewise.
  public static func markup(_ text: RawText) -> String {
    markup(text.escaped)
  }

  /// A string of JSON within a script element, which `<` may end.
  public static func json(_ text: String) -> String {
    var result = "\""
    for character in visible(text).unicodeScalars {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "<": result += "\\u003c"
      default: result.unicodeScalars.append(character)
      }
    }
    return result + "\""
  }
}
