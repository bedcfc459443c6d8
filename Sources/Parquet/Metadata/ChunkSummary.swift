/// What is to be told of a column chunk when its pages are written.
struct ChunkSummary {
  /// Where the next page goes.
  private(set) var offset: Int64
  private(set) var dictionaryOffset: Int64?
  private(set) var dataOffset: Int64
  private(set) var compressedBytes: Int64 = 0
  private(set) var uncompressedBytes: Int64 = 0
  private(set) var nulls: Int64 = 0
  private(set) var extremes: Extremes?
  /// Whether some values have no extremes, so that all have none.
  private var isUnordered = false
  private(set) var pages: [PageSummary] = []
  var encoding = ValueEncoding.plain

  init(offset: Int64) {
    self.offset = offset
    dataOffset = offset
  }

  mutating func addDictionaryPage(compressed: Int, uncompressed: Int) {
    dictionaryOffset = offset
    add(compressed: compressed, uncompressed: uncompressed)
    dataOffset = offset
  }

  mutating func addDataPage(
    rows: Range<Int>, values: Range<Int>, compressed: Int, uncompressed: Int,
    of column: borrowing ColumnBuffer
  ) {
    let extremes = column.extremes(of: values)
    let nulls = rows.count - values.count
    pages.append(
      PageSummary(
        offset: offset, size: compressed, firstRow: rows.lowerBound, nulls: nulls,
        isNull: values.isEmpty, bounds: column.bounds(extremes)))
    if extremes == nil, !values.isEmpty { isUnordered = true }
    self.extremes = isUnordered ? nil : column.union(self.extremes, extremes)
    self.nulls += Int64(nulls)
    add(compressed: compressed, uncompressed: uncompressed)
  }

  private mutating func add(compressed: Int, uncompressed: Int) {
    offset += Int64(compressed)
    compressedBytes += Int64(compressed)
    uncompressedBytes += Int64(uncompressed)
  }
}

/// What the page index says of a data page.
struct PageSummary {
  var offset: Int64
  var size: Int
  var firstRow: Int
  var nulls: Int
  /// Whether no row of the page has a value.
  var isNull: Bool
  var bounds: Bounds?
}
