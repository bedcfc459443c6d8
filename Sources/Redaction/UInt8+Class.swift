extension UInt8 {
  static let nul: UInt8 = 0
  static let dash = UInt8(ascii: "-")
  static let colon = UInt8(ascii: ":")
  static let equals = UInt8(ascii: "=")
  static let slash = UInt8(ascii: "/")
  static let backslash = UInt8(ascii: "\\")
  static let semicolon = UInt8(ascii: ";")
  static let at = UInt8(ascii: "@")
  static let dot = UInt8(ascii: ".")
  static let underscore = UInt8(ascii: "_")

  var isLower: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
  var isUpper: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isAlphanumeric: Bool { isLower || isUpper || isDigit }

  /// This byte with an ASCII capital made small.
  var lowered: UInt8 { isUpper ? self | 0x20 : self }

  /// Whether this byte may belong to the name of an option or a variable. Every known token
  /// consists of such bytes too.
  var isNameByte: Bool {
    isAlphanumeric || self == .underscore || self == .dash || self == .dot
  }

  /// Whether this byte may belong to a word, before whose first byte no token begins.
  var isWordByte: Bool { isAlphanumeric || self == .underscore }

  var isQuote: Bool {
    self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") || self == UInt8(ascii: "`")
  }

  var isBlank: Bool { self == UInt8(ascii: " ") || (self >= 0x09 && self <= 0x0D) }

  /// Whether this byte ends a value without quotes in the middle of an argument: a shell's
  /// command line, a URL's query, a connection string.
  var endsEmbeddedValue: Bool {
    switch self {
    case .semicolon, UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: ")"):
      true
    default: isBlank || isQuote
    }
  }
}
