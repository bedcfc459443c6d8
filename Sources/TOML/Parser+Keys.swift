extension Parser {
  /// Reads a key with its dots, of one part at least, and the blanks after it.
  mutating func parseKeyPath() throws(TOMLParseError) -> [Key] {
    var path = [try parseKey()]
    scanner.skipBlanks()
    while scanner.consume(UInt8(ascii: ".")) {
      scanner.skipBlanks()
      path.append(try parseKey())
      scanner.skipBlanks()
    }
    return path
  }

  /// Reads one part of a key: bare, or in quotes of either kind.
  private mutating func parseKey() throws(TOMLParseError) -> Key {
    let position = scanner.position
    if let quote = scanner.current, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      guard scanner.run(of: quote, limit: 3) < 3 else {
        throw scanner.error("a key cannot be a multi-line string; use a single pair of quotes")
      }
      return Key(text: try parseLineString(quote: quote), position: position)
    }
    let start = scanner.offset
    while let byte = scanner.current, byte.isBareKeyByte {
      scanner.advance()
    }
    if let byte = scanner.current, byte >= 0x80 {
      throw scanner.error("\(scanner.found) needs quotes in a key; put the key in double quotes")
    }
    guard scanner.offset > start else {
      throw scanner.error("expected a key, found \(scanner.found); write a name here")
    }
    let text = String(decoding: scanner.bytes[start..<scanner.offset], as: UTF8.self)
    return Key(text: text, position: position)
  }
}
