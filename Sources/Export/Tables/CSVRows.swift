internal import Store

/// Rows as CSV (RFC 4180): NULL is nothing, the empty text is `""`, text with a quote, a comma or a
/// line end stands in quotes.
struct CSVRows: ~Copyable {
  private let types: [ColumnType?]
  private var output: ByteBuffer
  private let classes: TextClass
  private let isTerminal: Bool

  /// Writes the line of names.
  ///
  /// - Parameter isTerminal: Whether controls are escaped, line ends within text included.
  init(columns: [TypedColumn], output: consuming ByteBuffer, isTerminal: Bool) throws {
    types = columns.map(\.type)
    self.output = output
    self.isTerminal = isTerminal
    classes = TextClass(special: "\",\r\n", controls: isTerminal ? .escaped : .plain)
    for (index, column) in columns.enumerated() {
      if index > 0 { try self.output.append(UInt8(ascii: ",")) }
      var name = column.name
      try name.withUTF8 { try append(text: UnsafeRawBufferPointer($0), .text) }
    }
    try endLine()
  }

  mutating func write(_ row: RowCursor) throws {
    for index in types.indices {
      if index > 0 { try output.append(UInt8(ascii: ",")) }
      switch row.value(index) {
      case .null: break
      case .integer(let value): try append(value, types[index])
      case .real(let value): try output.append(value)
      case .text(let bytes), .blob(let bytes): try append(text: bytes, types[index])
      }
    }
    try endLine()
  }

  consuming func finish() throws {
    try output.flush()
  }

  private mutating func append(_ value: Int64, _ type: ColumnType?) throws {
    switch (type, value) {
    case (.timestamp, _): try output.append(timestamp: value)
    case (.boolean, 0): try output.append("false")
    case (.boolean, 1): try output.append("true")
    default: try output.append(value)
    }
  }

  private mutating func append(
    text bytes: UnsafeRawBufferPointer, _ type: ColumnType?
  ) throws {
    let treatment = classes.greatest(in: bytes)
    if treatment == .plain, !bytes.isEmpty { return try output.append(bytes) }
    let quote = UInt8(ascii: "\"")
    let isQuoted = bytes.isEmpty || bytes.contains { classes[$0] == .special }
    if isQuoted { try output.append(quote) }
    try EscapedText.split(bytes, by: classes, isUnicode: type == .text) {
      try output.append($0)
    } special: { character in
      if character[0] == quote { try output.append(quote) }
      try output.append(character)
    } escape: {
      try output.append(escape: $0)
    }
    if isQuoted { try output.append(quote) }
  }

  private mutating func endLine() throws {
    if isTerminal { try output.append("\n") } else { try output.append("\r\n") }
  }
}
