/// The values of one column that wait for their row group to be full.
struct ColumnBuffer: ~Copyable {
  let column: ParquetColumn
  private(set) var rows = 0
  /// Which rows have a value, in an optional column.
  private(set) var presence = BitList()
  /// Integers, timestamps and floating-point numbers, as their bits.
  private(set) var words = FlatArray<UInt64>()
  private(set) var flags = BitList()
  private(set) var strings: StringStore

  init(_ column: ParquetColumn, seed: UInt64, options: ParquetOptions) {
    self.column = column
    strings = StringStore(
      seed: seed, dictionaryBytes: max(options.rowGroupBytes / 3, options.pageBytes))
  }

  /// How many rows have a value.
  var values: Int {
    switch column.kind {
    case .int64, .double, .timestampMicros: words.count
    case .boolean: flags.count
    case .string, .bytes: strings.count
    }
  }

  /// How many of a range of rows have a value.
  func values(inRows range: Range<Int>) -> Int {
    column.isOptional ? presence.ones(in: range) : range.count
  }

  mutating func appendNull() {
    presence.append(false)
    rows += 1
  }

  @inline(__always)
  mutating func append(_ word: UInt64) {
    advance()
    words.append(word)
  }

  mutating func append(_ flag: Bool) {
    advance()
    flags.append(flag)
  }

  /// Returns whether the value was not held before.
  mutating func append(_ value: UnsafeRawBufferPointer) -> Bool {
    advance()
    return strings.append(value)
  }

  mutating func removeAll() {
    rows = 0
    presence.removeAll()
    words.removeAllOfGroup()
    flags.removeAll()
    strings.removeAll()
  }

  private mutating func advance() {
    if column.isOptional { presence.append(true) }
    rows += 1
  }
}
