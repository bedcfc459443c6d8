extension UInt8 {
  /// Whether this byte may stand in a key without quotes.
  var isBareKeyByte: Bool {
    isLetter || isDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
  }

  /// Whether this byte may belong to a number, a date, a time or a keyword.
  ///
  /// Bytes beyond ASCII belong to none of them, but a word mistaken for a value is easier to
  /// recognize in a message if it is whole.
  var isBareValueByte: Bool {
    isBareKeyByte || self == UInt8(ascii: "+") || self == UInt8(ascii: ".")
      || self == UInt8(ascii: ":") || self >= 0x80
  }

  var isDigit: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
  }

  var isLetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
  }

  /// Whether this is a control character that neither a comment nor a string may contain.
  var isForbiddenControl: Bool {
    (self < 0x20 && self != UInt8(ascii: "\t")) || self == 0x7F
  }

  /// The value of this byte as a digit in `base`, or `nil` if it is not one.
  func digitValue(base: UInt8) -> UInt8? {
    let value: UInt8
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): value = self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): value = self - UInt8(ascii: "A") + 10
    default: return nil
    }
    return value < base ? value : nil
  }
}
