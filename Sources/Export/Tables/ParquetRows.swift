internal import Parquet
internal import Store

extension DescriptorOutput: ByteSink {}

/// Rows as Parquet. Each column has one type, whatever its values; text that comes from processes
/// has a second column, `…_raw`, with the bytes themselves where they are not UTF-8.
struct ParquetRows: ~Copyable {
  /// What is needed of a column for each value.
  private struct Slot {
    let type: ColumnType
    /// The companion's index.
    let bytes: Int?
  }

  private let slots: [Slot]
  private let names: [String]
  private let hasKey: Bool
  private var writer: ParquetWriter<DescriptorOutput>
  private let classes = TextClass(special: "", controls: .plain)
  private var escaped: [UInt8] = []
  private var count = 0

  /// What a row group may take of memory; readers gain little from more.
  private static let rowGroupBytes = 16 << 20

  /// - Parameter key: The name of a column before the others whose value each row is given with.
  init(
    columns: [TypedColumn], key: String? = nil, output: DescriptorOutput,
    metadata: [(key: String, value: String)]
  ) throws {
    let plain = columns.enumerated().map { index, column in
      column.name.isEmpty ? "column_\(index + 1)" : column.name
    }
    let raw = columns.indices.filter { columns[$0].type == .rawText }
    let keys = [key].compactMap(\.self)
    let names = JSONLineRows.unique(keys + plain + raw.map { "\(plain[$0])_raw" })
    self.names = names
    slots = columns.enumerated().map { index, column in
      let companion = raw.firstIndex(of: index).map { keys.count + columns.count + $0 }
      return Slot(type: column.type ?? .text, bytes: companion)
    }
    hasKey = !keys.isEmpty
    let kinds: [ParquetColumn.Kind] =
      keys.map { _ in .string } + slots.map(\.type.parquet) + raw.map { _ in .bytes }
    var options = ParquetOptions()
    options.metadata = metadata
    options.rowGroupBytes = Self.rowGroupBytes
    writer = try ParquetWriter(
      columns: zip(names, kinds).map { ParquetColumn($0, $1) }, sink: output, options: options)
  }

  mutating func write(_ row: RowCursor, key: String? = nil) throws {
    let first = hasKey ? 1 : 0
    if hasKey { append(string: key ?? "", 0, companion: nil) }
    for index in slots.indices {
      let slot = slots[index]
      let value = row.value(index)
      switch slot.type {
      case .text, .rawText: append(text: value, first + index, companion: slot.bytes)
      case .bytes: append(bytes: value, first + index)
      case .integer, .real, .boolean, .timestamp:
        if !append(number: value, slot.type, first + index) {
          throw misfit(value, slot.type, names[first + index])
        }
      }
    }
    try writer.endRow()
    count += 1
  }

  consuming func finish() throws {
    _ = try writer.finish()
  }

  // MARK: Values

  /// False for a value that is not of the type.
  @inline(__always)
  private mutating func append(
    number value: StoredValue, _ type: ColumnType, _ index: Int
  ) -> Bool {
    switch (value, type) {
    case (.null, _): writer.appendNull(index)
    case (.integer(let value), .integer), (.integer(let value), .timestamp):
      writer.append(value, index)
    case (.real(let value), .real): writer.append(value, index)
    case (.integer(let value), .real): writer.append(Double(value), index)
    case (.integer(let value), .boolean) where value == 0 || value == 1:
      writer.append(value == 1, index)
    case (.text(let text), .timestamp):
      guard let time = TimestampText.microseconds(text) else { return false }
      writer.append(time, index)
    default: return false
    }
    return true
  }

  private mutating func append(text value: StoredValue, _ index: Int, companion: Int?) {
    switch value {
    case .null:
      writer.appendNull(index)
      if let companion { writer.appendNull(companion) }
    case .integer(let value): append(string: String(value), index, companion: companion)
    case .real(let value): append(string: value.description, index, companion: companion)
    case .text(let bytes), .blob(let bytes):
      if UTF8Sequence.isValid(bytes) {
        writer.append(bytes, index)
        if let companion { writer.appendNull(companion) }
      } else {
        escaped.removeAll(keepingCapacity: true)
        EscapedText.escaped(bytes, by: classes, into: &escaped)
        escaped.withUnsafeBytes { writer.append($0, index) }
        if let companion { writer.append(bytes, companion) }
      }
    }
  }

  private mutating func append(string: String, _ index: Int, companion: Int?) {
    var string = string
    string.withUTF8 { writer.append(UnsafeRawBufferPointer($0), index) }
    if let companion { writer.appendNull(companion) }
  }

  private mutating func append(bytes value: StoredValue, _ index: Int) {
    switch value {
    case .text(let bytes), .blob(let bytes): writer.append(bytes, index)
    default: append(text: value, index, companion: nil)
    }
  }

  private func misfit(
    _ value: StoredValue, _ type: ColumnType, _ name: String
  ) -> ExportError {
    let kind =
      switch value {
      case .null: "NULL"
      case .integer(let value): "the number \(value)"
      case .real(let value): "the number \(value)"
      case .text: "a text"
      case .blob: "a blob"
      }
    return .misfit(
      "row \(count + 1), column '\(name)': \(kind), which is no \(type). "
        + "Write the column as text: export a SELECT that has CAST(… AS TEXT) for it")
  }
}

extension ColumnType {
  fileprivate var parquet: ParquetColumn.Kind {
    switch self {
    case .integer: .int64
    case .real: .double
    case .boolean: .boolean
    case .timestamp: .timestampMicros
    case .text, .rawText: .string
    case .bytes: .bytes
    }
  }
}
