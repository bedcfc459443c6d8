extension ChunkEncoder {
  /// Appends the definition levels of a page: whether each row has a value.
  mutating func appendLevels(of column: borrowing ColumnBuffer, rows: Range<Int>) {
    let start = page.count
    page.appendInteger(UInt32(0))
    page.appendHybrid(column.presence, range: rows)
    let size = UInt32(truncatingIfNeeded: page.count - start - 4)
    for byte in 0..<4 {
      page[start + byte] = UInt8(truncatingIfNeeded: size >> UInt32(byte * 8))
    }
  }

  /// Appends values to the page.
  mutating func appendValues(
    of column: borrowing ColumnBuffer, _ range: Range<Int>, _ encoding: ValueEncoding
  ) {
    switch encoding {
    case .dictionary:
      page.append(UInt8(truncatingIfNeeded: indexWidth))
      switch column.column.kind {
      case .string, .bytes:
        page.appendHybrid(column.strings.indices.slice(range), width: indexWidth)
      default: page.appendHybrid(dictionary.indices.slice(range), width: indexWidth)
      }
    case .delta: page.appendDelta(column.words.slice(range))
    case .plain, .levels: appendPlain(column, range)
    }
  }

  /// Appends the entries of the chosen dictionary. Returns how many there are.
  mutating func appendDictionary(of column: borrowing ColumnBuffer) -> Int {
    switch column.column.kind {
    case .string, .bytes:
      appendEntries(of: column, 0..<column.strings.entries)
      return column.strings.entries
    default:
      page.append(dictionary.entries.bytes)
      return dictionary.entries.count
    }
  }

  /// Appends strings by their places in the store.
  mutating func appendEntries(of column: borrowing ColumnBuffer, _ range: Range<Int>) {
    for index in range { appendString(column.strings[entry: index]) }
  }

  /// Numbers stand in memory as they do in the file: all hosts of ours are little-endian.
  private mutating func appendPlain(_ column: borrowing ColumnBuffer, _ range: Range<Int>) {
    switch column.column.kind {
    case .int64, .double, .timestampMicros:
      page.append(UnsafeRawBufferPointer(column.words.slice(range)))
    case .boolean: page.appendPacked(column.flags, range)
    case .string, .bytes:
      for index in range { appendString(column.strings.value(index)) }
    }
  }

  @inline(__always)
  private mutating func appendString(_ bytes: UnsafeRawBufferPointer) {
    page.appendInteger(UInt32(truncatingIfNeeded: bytes.count))
    page.append(bytes)
  }
}
