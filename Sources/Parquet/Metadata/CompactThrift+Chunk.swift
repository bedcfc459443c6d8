extension CompactThrift {
  private static let zstandard: Int32 = 6

  /// A chunk's metadata, as it stands in the footer.
  mutating func columnMetadata(_ summary: ChunkSummary, of column: borrowing ColumnBuffer) {
    let described = column.column
    let rows = column.rows
    let bounds = column.bounds(summary.extremes)
    structure { chunk in
      chunk.field(1, described.kind.physicalType)
      chunk.encodings(summary, isOptional: described.isOptional)
      chunk.list(3, of: .bytes, count: 1)
      chunk.element(Array(described.name.utf8))
      chunk.field(4, Self.zstandard)
      chunk.field(5, Int64(rows))
      chunk.field(6, summary.uncompressedBytes)
      chunk.field(7, summary.compressedBytes)
      chunk.field(9, summary.dataOffset)
      if let offset = summary.dictionaryOffset { chunk.field(11, offset) }
      chunk.field(12) { $0.statistics(bounds, nulls: summary.nulls) }
      chunk.encodingStatistics(summary)
    }
  }

  private mutating func encodings(_ summary: ChunkSummary, isOptional: Bool) {
    var encodings = summary.dictionaryOffset == nil ? [] : [ValueEncoding.plain]
    encodings.append(summary.encoding)
    if summary.hasPlainNullPage { encodings.append(.plain) }
    encodings.append(.levels)
    list(2, of: .int32, count: encodings.count)
    for encoding in encodings { element(encoding.rawValue) }
  }

  /// Readers learn from these that a chunk has no page beside its dictionary's.
  private mutating func encodingStatistics(_ summary: ChunkSummary) {
    var counts: [(page: Int32, encoding: ValueEncoding, count: Int)] = []
    if summary.dictionaryOffset != nil { counts.append((2, .plain, 1)) }
    let plain = summary.hasPlainNullPage ? summary.pages.count { $0.isNull } : 0
    counts.append((0, summary.encoding, summary.pages.count - plain))
    if plain > 0 { counts.append((0, .plain, plain)) }
    list(13, of: .structure, count: counts.count)
    for entry in counts {
      structure { statistics in
        statistics.field(1, entry.page)
        statistics.field(2, entry.encoding.rawValue)
        statistics.field(3, Int32(truncatingIfNeeded: entry.count))
      }
    }
  }

  /// The older fields for bounds are left out: their order was never agreed on.
  private mutating func statistics(_ bounds: Bounds?, nulls: Int64) {
    field(3, nulls)
    guard let bounds else { return }
    field(5, bounds.greatest.bytes)
    field(6, bounds.least.bytes)
    field(7, bounds.greatest.isExact)
    field(8, bounds.least.isExact)
  }
}

extension ChunkSummary {
  /// Whether pages without values are PLAIN among others that are not.
  fileprivate var hasPlainNullPage: Bool {
    encoding == .delta && pages.contains { $0.isNull }
  }
}

extension ParquetColumn.Kind {
  /// The format's number for how the values are stored.
  var physicalType: Int32 {
    switch self {
    case .boolean: 0
    case .int64, .timestampMicros: 2
    case .double: 5
    case .string, .bytes: 6
    }
  }
}
