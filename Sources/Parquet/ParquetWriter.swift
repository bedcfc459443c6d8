// A Parquet file, from its beginning to its end:
//
//     "PAR1"
//     row group:  for each column a chunk: [dictionary page] data page …
//     row group:  …
//     page index: for each chunk the bounds of its pages; for each chunk their places
//     footer:     the columns, what the chunks are and where, the file's own metadata
//     4 bytes:    the footer's size, little-endian
//     "PAR1"
//
// Readers begin at the end. The footer, the page index and the header before each page are structs
// of Thrift's compact protocol, whose fields have numbers.
//
//     page: header, then compressed: definition levels, values
//
// Definition levels say for each row of an optional column whether it has a value; only values that
// are there are encoded. https://github.com/apache/parquet-format has the specification.
//
// Data pages are of version 1. Every reader knows it, and it is what most files are made of; in
// version 2 the levels are not compressed, which costs bytes in columns with many nulls, and what it
// offers in return, counts without decompression, the page index has too. The encodings allowed in
// it are not fewer.

/// "PAR1".
private let magic: UInt32 = 0x3152_4150

/// Writes rows as a Parquet file.
///
/// Values go in one by one, a column's index with each, and a row is ended. What was written is a
/// file only once `finish` has returned. After an error there is no going on: the next calls throw
/// it again.
public struct ParquetWriter<Sink: ByteSink & ~Copyable>: ~Copyable {
  private var group: RowGroupBuffer
  private var encoder: ChunkEncoder
  private var footer: Footer
  private var sink: Sink
  private let options: ParquetOptions
  private var position = Int64(MemoryLayout.size(ofValue: magic))
  private var failure: (any Error)?

  /// Begins a file.
  ///
  /// - Throws: ``ParquetError`` if the columns make no file, or what the sink throws.
  public init(
    columns: [ParquetColumn], sink: consuming Sink, options: ParquetOptions = .init()
  ) throws {
    try Self.check(columns)
    let options = options.withinBounds
    let encoder = try ChunkEncoder(options: options)
    var sink = sink
    try withUnsafeBytes(of: magic.littleEndian) { try sink.write($0) }
    self.options = options
    self.encoder = encoder
    self.sink = sink
    group = RowGroupBuffer(columns: columns, options: options)
    footer = Footer(columns: columns)
  }

  /// Gives the row no value in a column.
  public mutating func appendNull(_ column: Int) {
    group.appendNull(column)
  }

  /// Gives the row an integer or, in microseconds, a timestamp.
  public mutating func append(_ value: Int64, _ column: Int) {
    group.append(value, column)
  }

  /// Gives the row a floating-point number.
  public mutating func append(_ value: Double, _ column: Int) {
    group.append(value, column)
  }

  /// Gives the row a boolean.
  public mutating func append(_ value: Bool, _ column: Int) {
    group.append(value, column)
  }

  /// Gives the row a string or bytes, which are copied.
  public mutating func append(_ value: UnsafeRawBufferPointer, _ column: Int) {
    group.append(value, column)
  }

  /// Ends a row, and writes the row group if it is full.
  ///
  /// - Throws: ``ParquetError`` if a column has no value, more than one, or one of another kind; or
  ///   what the sink throws.
  public mutating func endRow() throws {
    if let failure { throw failure }
    try group.endRow()
    guard group.rows >= options.rowGroupRows || group.bytes >= options.rowGroupBytes else { return }
    do {
      try writeRowGroup()
    } catch {
      failure = error
      throw error
    }
  }

  /// Writes what is left, and the footer.
  ///
  /// - Throws: ``ParquetError`` if a row was begun and not ended, or what the sink throws.
  public consuming func finish() throws -> (rows: Int64, bytes: Int64) {
    if let failure { throw failure }
    try group.checkComplete()
    if group.rows > 0 { try writeRowGroup() }
    let end = footer.encode(at: position, options: options)
    try write(end.bytes)
    try withUnsafeBytes(of: magic.littleEndian) { try write($0) }
    return (footer.rows, position)
  }

  private mutating func writeRowGroup() throws {
    footer.addRowGroup(rows: group.rows, offset: position)
    for index in group.columns.indices {
      try encoder.begin(group.columns[index], offset: position)
      while try encoder.nextPage(of: group.columns[index]) {
        try sink.write(encoder.output.bytes)
        position += Int64(encoder.output.count)
      }
      footer.addChunk(encoder.summary, of: group.columns[index])
    }
    group.removeAll()
  }

  private mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    try sink.write(bytes)
    position += Int64(bytes.count)
  }

  private static func check(_ columns: [ParquetColumn]) throws(ParquetError) {
    if columns.isEmpty { throw ParquetError("a file without columns; describe one at least") }
    var names: Set<String> = []
    for (index, column) in columns.enumerated() {
      if column.name.isEmpty {
        throw ParquetError("column \(index) has no name; give it one")
      }
      if !names.insert(column.name).inserted {
        throw ParquetError("two columns are named \"\(column.name)\"; rename one of them")
      }
    }
  }
}
