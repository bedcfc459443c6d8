import Store

/// A query's result for programs: each row is written as it comes, none is kept.
enum QueryLines {
  /// An array of objects, one a line. A BLOB is text here too: in this database it is text that is
  /// not UTF-8.
  struct JSON {
    private let output: BufferedOutput
    private var keys: [String] = []
    private var text = JSONText(isIndented: false)
    private var isFirst = true

    init(_ output: BufferedOutput) {
      self.output = output
    }

    /// An object must not have a key twice, a result may have a column twice: `id`, `id_2`.
    mutating func begin(_ columns: [String]) throws {
      for column in columns {
        var key = column
        var number = 2
        while keys.contains(key) {
          key = "\(column)_\(number)"
          number += 1
        }
        keys.append(key)
      }
      try output.write("[".utf8)
    }

    mutating func add(_ values: [QueryValue]) throws {
      text.clear()
      text.append(syntax: isFirst ? "\n" : ",\n")
      isFirst = false
      text.append(.object(zip(keys, values).map { ($0, JSONValue($1)) }))
      try output.write(text.bytes)
    }

    func end() throws {
      try output.write("\n]\n".utf8)
    }
  }

  /// RFC 4180. NULL is nothing, the empty text `""`, a BLOB `x'6869'`.
  struct CSV {
    private let output: BufferedOutput

    init(_ output: BufferedOutput) {
      self.output = output
    }

    func begin(_ columns: [String]) throws {
      try write(columns.map { .text(RawText($0)) })
    }

    func add(_ values: [QueryValue]) throws {
      try write(values)
    }

    private func write(_ values: [QueryValue]) throws {
      var line: [UInt8] = []
      for (index, value) in values.enumerated() {
        if index > 0 { line.append(UInt8(ascii: ",")) }
        switch value {
        case .null: break
        case .integer(let integer): line += Array(String(integer).utf8)
        case .real(let real): line += Array("\(real)".utf8)
        case .text(let text): append(text.bytes, to: &line)
        case .blob(let bytes): line += Array(QueryLines.literal(bytes).utf8)
        }
      }
      line += [0x0d, 0x0a]
      try output.write(line)
    }

    private func append(_ bytes: [UInt8], to line: inout [UInt8]) {
      let quote = UInt8(ascii: "\"")
      let special: Set<UInt8> = [quote, UInt8(ascii: ","), 0x0d, 0x0a]
      guard bytes.isEmpty || bytes.contains(where: special.contains) else {
        line += bytes
        return
      }
      line.append(quote)
      for byte in bytes {
        if byte == quote { line.append(quote) }
        line.append(byte)
      }
      line.append(quote)
    }
  }

  /// A BLOB as SQL writes it.
  static func literal(_ bytes: [UInt8]) -> String {
    "x'" + bytes.map(TerminalText.hexadecimal).joined() + "'"
  }
}

extension JSONValue {
  init(_ value: QueryValue) {
    self =
      switch value {
      case .null: .null
      case .integer(let integer): .integer(integer)
      case .real(let real): .real(real)
      case .text(let text): .text(text)
      case .blob(let bytes): .text(RawText(bytes))
      }
  }
}
