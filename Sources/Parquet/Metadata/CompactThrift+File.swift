extension CompactThrift {
  /// The columns as a tree of one level.
  mutating func schema(_ columns: [ParquetColumn]) {
    list(2, of: .structure, count: columns.count + 1)
    structure { root in
      root.field(4, "schema")
      root.field(5, Int32(truncatingIfNeeded: columns.count))
    }
    for column in columns {
      structure { leaf in
        leaf.field(1, column.kind.physicalType)
        leaf.field(3, Int32(column.isOptional ? 1 : 0))
        leaf.field(4, column.name)
        leaf.logicalType(column.kind)
      }
    }
  }

  /// What the stored values mean, in the format's older words and in its newer ones.
  private mutating func logicalType(_ kind: ParquetColumn.Kind) {
    switch kind {
    case .string:
      field(6, Int32(0))
      field(10) { type in type.field(1) { _ in } }
    case .timestampMicros:
      field(6, Int32(10))
      field(10) { type in
        type.field(8) { timestamp in
          timestamp.field(1, true)
          timestamp.field(2) { unit in unit.field(2) { _ in } }
        }
      }
    case .int64, .double, .boolean, .bytes: break
    }
  }

  /// A chunk of a row group, around its metadata. Places are the offset and the size.
  mutating func columnChunk(
    _ metadata: UnsafeRawBufferPointer, columnIndex: (offset: Int64, size: Int),
    offsetIndex: (offset: Int64, size: Int)
  ) {
    structure { chunk in
      // The place of a second copy of the metadata, which nobody writes.
      chunk.field(2, Int64(0))
      chunk.field(3, struct: metadata)
      chunk.field(4, offsetIndex.offset)
      chunk.field(5, Int32(truncatingIfNeeded: offsetIndex.size))
      guard columnIndex.size > 0 else { return }
      chunk.field(6, columnIndex.offset)
      chunk.field(7, Int32(truncatingIfNeeded: columnIndex.size))
    }
  }

  /// The fields of a row group after its chunks.
  mutating func rowGroup(_ group: RowGroupSummary, ordinal: Int) {
    field(2, group.uncompressedBytes)
    field(3, group.rows)
    field(5, group.offset)
    field(6, group.compressedBytes)
    if let ordinal = Int16(exactly: ordinal) { field(7, ordinal) }
  }

  /// The file's own metadata and its author.
  mutating func metadata(_ options: ParquetOptions) {
    if !options.metadata.isEmpty {
      list(5, of: .structure, count: options.metadata.count)
      for (key, value) in options.metadata {
        structure { pair in
          pair.field(1, key)
          pair.field(2, value)
        }
      }
    }
    field(6, options.createdBy)
  }

  /// That the bounds of each column are in its type's order: signed numbers, unsigned bytes.
  mutating func columnOrders(count: Int) {
    list(7, of: .structure, count: count)
    for _ in 0..<count {
      structure { order in order.field(1) { _ in } }
    }
  }
}
