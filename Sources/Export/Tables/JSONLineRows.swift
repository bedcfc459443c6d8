internal import Store

/// Rows as JSON objects, one a line.
struct JSONLineRows: ~Copyable {
  private let types: [ColumnType?]
  /// The names as they stand in each object: `,"name":`.
  private let keys: [[UInt8]]
  private var output: ByteBuffer
  private let string = JSONString()

  init(columns: [TypedColumn], output: consuming ByteBuffer) {
    types = columns.map(\.type)
    keys = Self.unique(columns.map(\.name)).enumerated().map { index, name in
      Array((index == 0 ? "{" : ",").utf8) + Self.quoted(name) + [UInt8(ascii: ":")]
    }
    self.output = output
  }

  /// An object must not have a key twice, a result may have a column twice: `id`, `id_2`.
  static func unique(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.map { name in
      var key = name
      var number = 2
      while !taken.insert(key).inserted {
        key = "\(name)_\(number)"
        number += 1
      }
      return key
    }
  }

  mutating func write(_ row: RowCursor) throws {
    for index in types.indices {
      try keys[index].withUnsafeBytes { try output.append($0) }
      switch row.value(index) {
      case .null: try output.append("null")
      case .integer(let value): try append(value, types[index])
      // JSON has no infinity.
      case .real(let value) where !value.isFinite: try output.append("null")
      case .real(let value): try output.append(value)
      case .text(let bytes), .blob(let bytes):
        try string.append(bytes, isUnicode: types[index] == .text, to: &output)
      }
    }
    try output.append("}\n")
  }

  consuming func finish() throws {
    try output.flush()
  }

  private mutating func append(_ value: Int64, _ type: ColumnType?) throws {
    switch (type, value) {
    case (.timestamp, _):
      try output.append(UInt8(ascii: "\""))
      try output.append(timestamp: value)
      try output.append(UInt8(ascii: "\""))
    case (.boolean, 0): try output.append("false")
    case (.boolean, 1): try output.append("true")
    default: try output.append(value)
    }
  }

  private static func quoted(_ name: String) -> [UInt8] {
    var result: [UInt8] = [UInt8(ascii: "\"")]
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += Array("\\\(scalar)".utf8)
      case "\0"..."\u{1f}", "\u{7f}"..."\u{9f}":
        let digits = String(scalar.value, radix: 16)
        result += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
      default: result += Array(String(scalar).utf8)
      }
    }
    return result + [UInt8(ascii: "\"")]
  }
}
