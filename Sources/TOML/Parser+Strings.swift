extension Parser {
  /// Reads a string of any of the four kinds.
  mutating func parseString() throws(TOMLParseError) -> String {
    guard let quote = scanner.current else {
      throw scanner.error("expected a string, found \(scanner.found)")
    }
    return scanner.run(of: quote, limit: 3) == 3
      ? try parseMultiLineString(quote: quote) : try parseLineString(quote: quote)
  }

  /// Reads a string between single `quote`s, with escapes if they are double quotes.
  mutating func parseLineString(quote: UInt8) throws(TOMLParseError) -> String {
    let start = scanner.position
    var text: [UInt8] = []
    scanner.advance()
    while let byte = scanner.current, !scanner.isAtNewline {
      if scanner.consume(quote) {
        return String(decoding: text, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        try parseEscape(into: &text)
      } else {
        try parseStringByte(byte, into: &text)
      }
    }
    let mark = MessageText.character(Unicode.Scalar(quote))
    throw TOMLParseError(
      position: start,
      message: "this string is never closed; add \(mark) where it ends on this line")
  }

  /// Reads a string between three `quote`s and three more.
  private mutating func parseMultiLineString(quote: UInt8) throws(TOMLParseError) -> String {
    let start = scanner.position
    var text: [UInt8] = []
    scanner.advance(by: 3)
    _ = scanner.consumeNewline()
    while let byte = scanner.current {
      // The text may itself end in one or two quotes, right before the three that close it.
      let quotes = scanner.run(of: quote, limit: 5)
      if quotes >= 3 {
        text.append(contentsOf: repeatElement(quote, count: quotes - 3))
        scanner.advance(by: quotes)
        return String(decoding: text, as: UTF8.self)
      }
      if scanner.consumeNewline() {
        text.append(UInt8(ascii: "\n"))
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        if !skipEscapedLineEnd() {
          try parseEscape(into: &text)
        }
      } else {
        try parseStringByte(byte, into: &text)
      }
    }
    let marks = quote == UInt8(ascii: "'") ? "'''" : "\"\"\""
    throw TOMLParseError(
      position: start, message: "this string is never closed; add \(marks) at its end")
  }

  private mutating func parseStringByte(
    _ byte: UInt8, into text: inout [UInt8]
  ) throws(TOMLParseError) {
    guard !byte.isForbiddenControl else {
      throw scanner.error(
        "\(scanner.found) is not allowed in a string; write it as an escape in double quotes")
    }
    text.append(byte)
    scanner.advance()
  }

  /// Skips a backslash at the end of a line with all the white space after it, and says whether
  /// the backslash was one.
  private mutating func skipEscapedLineEnd() -> Bool {
    var distance = 1
    while scanner.peek(distance) == UInt8(ascii: " ")
      || scanner.peek(distance) == UInt8(ascii: "\t")
    {
      distance += 1
    }
    guard scanner.newlineLength(at: distance) > 0 else { return false }
    scanner.advance(by: distance)
    repeat {
      scanner.skipBlanks()
    } while scanner.consumeNewline()
    return true
  }

  /// Reads a backslash and what it escapes; an error is about the backslash.
  private mutating func parseEscape(into text: inout [UInt8]) throws(TOMLParseError) {
    let escape = scanner.peek(1)
    switch escape {
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(escape ?? 0)
    case UInt8(ascii: "u"): return try parseCodePoint(digits: 4, into: &text)
    case UInt8(ascii: "U"): return try parseCodePoint(digits: 8, into: &text)
    default:
      throw scanner.error(
        "a backslash starts an escape such as \\n or \\u00E9, and this is none; "
          + "write \\\\ for a backslash itself")
    }
    scanner.advance(by: 2)
  }

  private mutating func parseCodePoint(
    digits count: Int, into text: inout [UInt8]
  ) throws(TOMLParseError) {
    var code: UInt32 = 0
    for distance in 2..<(2 + count) {
      guard let digit = scanner.peek(distance)?.digitValue(base: 16) else {
        throw scanner.error("this escape needs \(count) hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw scanner.error(
        "this escape is not a Unicode scalar; surrogates and values above 10FFFF are none")
    }
    text.append(contentsOf: String(scalar).utf8)
    scanner.advance(by: 2 + count)
  }
}
