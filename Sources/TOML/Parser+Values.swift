extension Parser {
  /// Reads a value of any type.
  mutating func parseValue() throws(TOMLParseError) -> TOMLItem {
    let position = scanner.position
    let value: TOMLValue
    switch scanner.current {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): value = .string(try parseString())
    case UInt8(ascii: "["): value = .array(try parseArray())
    case UInt8(ascii: "{"): value = .table(try parseInlineTable())
    default: value = try parseBareValue()
    }
    return TOMLItem(value: value, position: position)
  }

  /// Reads `[…]`, which may span lines and hold comments, and may end in a comma.
  private mutating func parseArray() throws(TOMLParseError) -> [TOMLItem] {
    let start = scanner.position
    try enter(1, at: start)
    scanner.advance()
    var items: [TOMLItem] = []
    try skipArraySpace()
    while !scanner.consume(UInt8(ascii: "]")) {
      try checkOpen("array", "]", since: start)
      items.append(try parseValue())
      try skipArraySpace()
      if scanner.current != UInt8(ascii: "]"), !scanner.consume(UInt8(ascii: ",")) {
        try checkOpen("array", "]", since: start)
        throw scanner.error("expected ',' or ']' after the value, found \(scanner.found)")
      }
      try skipArraySpace()
    }
    leave(1)
    return items
  }

  /// Reads `{…}`, which ends on its line and not in a comma.
  private mutating func parseInlineTable() throws(TOMLParseError) -> TOMLTable {
    let start = scanner.position
    try enter(1, at: start)
    scanner.advance()
    let table = TableNode(origin: .header, position: start)
    scanner.skipBlanks()
    var needsKey = false
    while needsKey || !scanner.consume(UInt8(ascii: "}")) {
      try checkInlineTableGoesOn(needsKey: needsKey, since: start)
      try parseKeyValue(into: table)
      scanner.skipBlanks()
      needsKey = scanner.consume(UInt8(ascii: ","))
      if !needsKey, scanner.current != UInt8(ascii: "}") {
        try checkInlineTableGoesOn(needsKey: false, since: start)
        throw scanner.error("expected ',' or '}' after the value, found \(scanner.found)")
      }
      scanner.skipBlanks()
    }
    leave(1)
    return table.frozen()
  }

  /// Throws if the cursor is where an inline table cannot go on.
  private func checkInlineTableGoesOn(
    needsKey: Bool, since start: TOMLPosition
  ) throws(TOMLParseError) {
    try checkOpen("inline table", "}", since: start)
    if scanner.isAtNewline || scanner.current == UInt8(ascii: "#") {
      throw scanner.error(
        "an inline table ends on the line it starts on; close it with '}', or use a [header]")
    }
    if needsKey, scanner.current == UInt8(ascii: "}") {
      throw scanner.error("an inline table cannot end in ','; remove the comma")
    }
  }

  private func checkOpen(
    _ what: String, _ close: String, since start: TOMLPosition
  ) throws(TOMLParseError) {
    guard scanner.isAtEnd else { return }
    let message = "this \(what) is never closed; add '\(close)' at its end"
    throw TOMLParseError(position: start, message: message)
  }

  private mutating func skipArraySpace() throws(TOMLParseError) {
    repeat {
      scanner.skipBlanks()
      try skipComment()
    } while scanner.consumeNewline()
  }

  /// Reads a number, a date, a time or a keyword: whatever comes without quotes or brackets.
  private mutating func parseBareValue() throws(TOMLParseError) -> TOMLValue {
    let position = scanner.position
    let start = scanner.offset
    skipBareWord()
    guard scanner.offset > start else {
      throw scanner.error("expected a value, found \(scanner.found)")
    }
    // A blank may stand in for the T between a date and a time, and nowhere else in a value.
    if DateTimeSyntax.isDate(scanner.bytes[start..<scanner.offset]),
      scanner.current == UInt8(ascii: " "), scanner.peek(1)?.isDigit == true
    {
      scanner.advance()
      skipBareWord()
    }
    let word = BareValue(bytes: Array(scanner.bytes[start..<scanner.offset]))
    do throws(BareValue.Problem) {
      return try word.parse()
    } catch {
      throw TOMLParseError(position: position, message: error.message)
    }
  }

  private mutating func skipBareWord() {
    while let byte = scanner.current, byte.isBareValueByte {
      scanner.advance()
    }
  }
}
