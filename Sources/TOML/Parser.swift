/// Reads a document statement by statement: blank lines, comments, headers, keys with values.
///
/// It is recursive descent, one method per rule of the grammar
/// (<https://github.com/toml-lang/toml/blob/1.0.0/toml.abnf>). Only arrays and inline tables
/// recurse, and `enter` bounds how deep.
struct Parser {
  /// The deepest that keys, arrays and inline tables may nest together.
  static let depthLimit = 128

  var scanner: Scanner
  private let root = TableNode(origin: .header, position: TOMLPosition(line: 1, column: 1))

  /// The table that keys are added to: the one of the last header, or the root.
  private var section: TableNode

  /// How many levels down the cursor is.
  private var depth = 0

  init(scanner: Scanner) {
    self.scanner = scanner
    section = root
  }

  mutating func parseDocument() throws(TOMLParseError) -> TOMLTable {
    while true {
      scanner.skipBlanks()
      switch scanner.current {
      case nil:
        return root.frozen()
      case UInt8(ascii: "["):
        try parseHeader()
        try endLine(after: "the header")
      case UInt8(ascii: "#"):
        try skipComment()
      case _ where scanner.consumeNewline():
        break
      default:
        try parseKeyValue(into: section)
        try endLine(after: "the value")
      }
    }
  }

  /// Goes `levels` down, if the document may be that deep.
  mutating func enter(_ levels: Int, at position: TOMLPosition) throws(TOMLParseError) {
    guard depth + levels <= Self.depthLimit else {
      let message = "nested more than \(Self.depthLimit) levels deep; flatten the document"
      throw TOMLParseError(position: position, message: message)
    }
    depth += levels
  }

  /// Comes back from what `enter` went down.
  mutating func leave(_ levels: Int) {
    depth -= levels
  }

  /// Reads `key = value` and adds it to `table`.
  mutating func parseKeyValue(into table: TableNode) throws(TOMLParseError) {
    let path = try parseKeyPath()
    guard scanner.consume(UInt8(ascii: "=")) else {
      let name = MessageText.key(path.map(\.text))
      throw scanner.error("expected '=' after the key \(name), found \(scanner.found)")
    }
    scanner.skipBlanks()
    try enter(path.count, at: path[0].position)
    let item = try parseValue()
    leave(path.count)
    try table.assign(path, item)
  }

  private mutating func parseHeader() throws(TOMLParseError) {
    let position = scanner.position
    scanner.advance()
    let isArray = scanner.consume(UInt8(ascii: "["))
    scanner.skipBlanks()
    guard scanner.current != UInt8(ascii: "]") else {
      throw scanner.error("the header names no table; write a name between the brackets")
    }
    let path = try parseKeyPath()
    let close = isArray ? "]]" : "]"
    guard scanner.run(of: UInt8(ascii: "]"), limit: close.utf8.count) == close.utf8.count else {
      let name = MessageText.key(path.map(\.text))
      throw scanner.error(
        "expected '\(close)' after the header's name \(name), found \(scanner.found)")
    }
    scanner.advance(by: close.utf8.count)
    depth = 0
    try enter(path.count, at: position)
    section =
      isArray
      ? try root.appendTable(path, at: position) : try root.openTable(path, at: position)
  }

  /// Reads what may follow on a line: a comment, and the line's or the document's end.
  private mutating func endLine(after what: String) throws(TOMLParseError) {
    scanner.skipBlanks()
    try skipComment()
    guard scanner.isAtEnd || scanner.consumeNewline() else {
      throw scanner.error("expected the line to end after \(what), found \(scanner.found)")
    }
  }

  /// Reads a comment, if there is one, up to the end of its line.
  mutating func skipComment() throws(TOMLParseError) {
    guard scanner.current == UInt8(ascii: "#") else { return }
    while let byte = scanner.current, !scanner.isAtNewline {
      guard !byte.isForbiddenControl else {
        throw scanner.error("\(scanner.found) is not allowed in a comment; remove it")
      }
      scanner.advance()
    }
  }
}
