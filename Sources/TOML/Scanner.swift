/// A cursor over the bytes of a document that knows its line and column.
///
/// It only ever moves forward, byte by byte, so that counting lines and columns costs nothing
/// extra. Reading past the end gives `nil`.
struct Scanner {
  let bytes: [UInt8]
  private(set) var offset = 0
  private(set) var position = TOMLPosition(line: 1, column: 1)

  init(bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      offset = 3
    }
  }

  /// The byte under the cursor, or `nil` at the end.
  var current: UInt8? {
    peek(0)
  }

  var isAtEnd: Bool {
    offset >= bytes.count
  }

  /// Whether a line ends here, in LF or in CR LF; a CR alone is no line ending in TOML.
  var isAtNewline: Bool {
    newlineLength(at: 0) > 0
  }

  /// The byte `distance` after the cursor.
  func peek(_ distance: Int) -> UInt8? {
    let place = offset + distance
    return place < bytes.count ? bytes[place] : nil
  }

  /// The length of the line ending `distance` after the cursor, or 0 if there is none.
  func newlineLength(at distance: Int) -> Int {
    switch peek(distance) {
    case UInt8(ascii: "\n"): 1
    case UInt8(ascii: "\r"): peek(distance + 1) == UInt8(ascii: "\n") ? 2 : 0
    default: 0
    }
  }

  /// How many times `byte` stands here in a row, counting up to `limit`.
  func run(of byte: UInt8, limit: Int) -> Int {
    var length = 0
    while length < limit, peek(length) == byte {
      length += 1
    }
    return length
  }

  mutating func advance() {
    guard let byte = current else { return }
    offset += 1
    if byte == UInt8(ascii: "\n") {
      position.line += 1
      position.column = 1
    } else if byte & 0b1100_0000 != 0b1000_0000 {
      // Continuation bytes of UTF-8 belong to the scalar that was counted with its first byte.
      position.column += 1
    }
  }

  mutating func advance(by count: Int) {
    for _ in 0..<count {
      advance()
    }
  }

  /// Moves past `byte` if it is here, and says whether it was.
  mutating func consume(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    advance()
    return true
  }

  /// Moves past a line ending if one is here, and says whether it was.
  mutating func consumeNewline() -> Bool {
    let length = newlineLength(at: 0)
    advance(by: length)
    return length > 0
  }

  /// Moves past spaces and tabs, the only white space within a line.
  mutating func skipBlanks() {
    while current == UInt8(ascii: " ") || current == UInt8(ascii: "\t") {
      advance()
    }
  }

  /// An error about the text under the cursor.
  func error(_ message: String) -> TOMLParseError {
    TOMLParseError(position: position, message: message)
  }

  /// What is under the cursor, in words fit for a message.
  var found: String {
    if isAtEnd { return "the end of the document" }
    if isAtNewline { return "the end of the line" }
    if current == UInt8(ascii: "\r") { return "a carriage return (CR) without a line feed (LF)" }
    // Every scalar is at most four bytes, and only the first one is wanted.
    let head = bytes[offset..<min(offset + 4, bytes.count)]
    guard let scalar = String(decoding: head, as: UTF8.self).unicodeScalars.first else {
      return "nothing"
    }
    return MessageText.character(scalar)
  }
}
