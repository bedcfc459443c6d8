/// Collects what stands behind the last page: the page index, and the metadata of all chunks.
///
/// It grows by some hundred bytes with each chunk, in the form in which it will be written.
struct Footer: ~Copyable {
  private let columns: [ParquetColumn]
  private var chunks = CompactThrift()
  private var offsetIndexes = CompactThrift()
  private var columnIndexes = CompactThrift()
  /// What each chunk added to the three above.
  private var sizes: [(chunk: Int, offsetIndex: Int, columnIndex: Int)] = []
  private var groups: [RowGroupSummary] = []

  init(columns: [ParquetColumn]) {
    self.columns = columns
  }

  /// Begins a row group.
  mutating func addRowGroup(rows: Int, offset: Int64) {
    groups.append(RowGroupSummary(rows: Int64(rows), offset: offset))
  }

  /// Adds a chunk to the last row group.
  mutating func addChunk(_ summary: ChunkSummary, of column: borrowing ColumnBuffer) {
    let before = (chunks.output.count, offsetIndexes.output.count, columnIndexes.output.count)
    chunks.columnMetadata(summary, of: column)
    offsetIndexes.offsetIndex(summary.pages)
    columnIndexes.columnIndex(summary.pages, kind: column.column.kind)
    sizes.append(
      (
        chunks.output.count - before.0, offsetIndexes.output.count - before.1,
        columnIndexes.output.count - before.2
      ))
    groups[groups.count - 1].compressedBytes += summary.compressedBytes
    groups[groups.count - 1].uncompressedBytes += summary.uncompressedBytes
  }

  var rows: Int64 { groups.reduce(0) { $0 + $1.rows } }

  /// All that follows the last page, which ends at `offset`.
  mutating func encode(at offset: Int64, options: ParquetOptions) -> FlatArray<UInt8> {
    var output = FlatArray<UInt8>()
    output.append(columnIndexes.output.bytes)
    output.append(offsetIndexes.output.bytes)
    let start = output.count
    var file = CompactThrift()
    file.structure { file in
      file.field(1, Int32(2))
      file.schema(columns)
      file.field(3, rows)
      rowGroups(to: &file, at: offset)
      file.metadata(options)
      file.columnOrders(count: columns.count)
    }
    output.append(file.output.bytes)
    output.appendInteger(UInt32(truncatingIfNeeded: output.count - start))
    return output
  }

  private func rowGroups(to file: inout CompactThrift, at offset: Int64) {
    var columnIndex = offset
    var offsetIndex = offset + Int64(columnIndexes.output.count)
    var chunkStart = 0
    file.list(4, of: .structure, count: groups.count)
    for (ordinal, group) in groups.enumerated() {
      file.structure { entry in
        entry.list(1, of: .structure, count: columns.count)
        for size in sizes[ordinal * columns.count..<(ordinal + 1) * columns.count] {
          let bytes = UnsafeRawBufferPointer(
            chunks.output.slice(chunkStart..<chunkStart + size.chunk))
          entry.columnChunk(
            bytes, columnIndex: (columnIndex, size.columnIndex),
            offsetIndex: (offsetIndex, size.offsetIndex))
          chunkStart += size.chunk
          columnIndex += Int64(size.columnIndex)
          offsetIndex += Int64(size.offsetIndex)
        }
        entry.rowGroup(group, ordinal: ordinal)
      }
    }
  }
}

/// What the footer says of a row group, its chunks apart.
struct RowGroupSummary {
  var rows: Int64
  var offset: Int64
  var compressedBytes: Int64 = 0
  var uncompressedBytes: Int64 = 0
}
