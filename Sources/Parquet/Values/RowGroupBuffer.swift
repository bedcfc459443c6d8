/// The rows that wait to be written, by columns, and the first thing that was wrong with them.
struct RowGroupBuffer: ~Copyable {
  /// Complete rows.
  private(set) var rows = 0
  /// What the values hold of memory, nearly.
  private(set) var bytes = 0
  let columns: UnsafeMutableBufferPointer<ColumnBuffer>
  /// How many columns of the row in work have their value.
  private var filled = 0
  private var problem: ParquetError?

  init(columns: [ParquetColumn], options: ParquetOptions) {
    let seed = UInt64.random(in: .min ... .max)
    self.columns = .allocate(capacity: columns.count)
    for (index, column) in columns.enumerated() {
      self.columns.initializeElement(
        at: index, to: ColumnBuffer(column, seed: seed, options: options))
    }
  }

  deinit {
    columns.deinitialize().deallocate()
  }

  mutating func appendNull(_ column: Int) {
    guard isFree(column) else { return }
    guard columns[column].column.isOptional else {
      return fail(column, "a null, and its rows must all have a value; make the column optional")
    }
    columns[column].appendNull()
    filled += 1
  }

  mutating func append(_ value: Int64, _ column: Int) {
    guard isFree(column) else { return }
    switch columns[column].column.kind {
    case .int64, .timestampMicros: break
    default: return failKind(column, "an integer")
    }
    columns[column].append(UInt64(bitPattern: value))
    filled += 1
    bytes += 8
  }

  mutating func append(_ value: Double, _ column: Int) {
    guard isFree(column) else { return }
    guard columns[column].column.kind == .double else {
      return failKind(column, "a floating-point number")
    }
    columns[column].append(value.bitPattern)
    filled += 1
    bytes += 8
  }

  mutating func append(_ value: Bool, _ column: Int) {
    guard isFree(column) else { return }
    guard columns[column].column.kind == .boolean else { return failKind(column, "a boolean") }
    columns[column].append(value)
    filled += 1
    bytes += 1
  }

  mutating func append(_ value: UnsafeRawBufferPointer, _ column: Int) {
    guard isFree(column) else { return }
    let kind = columns[column].column.kind
    guard kind == .string || kind == .bytes else { return failKind(column, "a string") }
    guard value.count <= StringStore.longestValue else {
      return fail(
        column, "a value of \(value.count) bytes; cut it to \(StringStore.longestValue) at most")
    }
    let isNew = columns[column].append(value)
    if isNew, kind == .string, !value.isUTF8 {
      return fail(column, "text that is not UTF-8; repair it, or make the column one of bytes")
    }
    filled += 1
    bytes += isNew ? value.count + 24 : 4
  }

  /// Ends the row in work, or throws what was wrong with it, and from then on always.
  mutating func endRow() throws(ParquetError) {
    if filled != columns.count, problem == nil {
      let missing = columns.indices.first { columns[$0].rows == rows } ?? 0
      fail(missing, "no value; append a value or a null to each column before the row ends")
    }
    if let problem { throw problem }
    filled = 0
    rows += 1
  }

  /// Throws unless all rows are complete.
  func checkComplete() throws(ParquetError) {
    if let problem { throw problem }
    guard filled == 0 else {
      throw ParquetError(
        "row \(rows) of its row group was not ended; end the row before finishing the file")
    }
  }

  mutating func removeAll() {
    for index in columns.indices { columns[index].removeAll() }
    rows = 0
    bytes = 0
  }

  /// Whether a column waits for the row's value.
  @inline(__always)
  private mutating func isFree(_ column: Int) -> Bool {
    guard column >= 0, column < columns.count else {
      failRange(column)
      return false
    }
    guard columns[column].rows == rows else {
      fail(column, "more than one value; end the row before the next value")
      return false
    }
    return true
  }

  private mutating func failRange(_ column: Int) {
    if problem != nil { return }
    problem = ParquetError(
      "there is no column \(column); the file has columns 0 to \(columns.count - 1)")
  }

  private mutating func failKind(_ column: Int, _ given: String) {
    let kind = columns[column].column.kind
    fail(column, "\(given), and its kind is \(kind); append a value of that kind")
  }

  private mutating func fail(_ column: Int, _ complaint: String) {
    if problem != nil { return }
    let name = columns[column].column.name
    problem = ParquetError("column \"\(name)\" was given \(complaint)")
  }
}
