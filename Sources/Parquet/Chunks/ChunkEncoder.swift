/// Turns the values of one column into the pages of a column chunk, one call a page.
///
/// Between two calls the page stands in `output`, so memory holds one page and not the chunk. All
/// buffers serve every column and every row group.
struct ChunkEncoder: ~Copyable {
  /// Readers can pass over a page by its bounds; a page of a whole row group would be read always.
  private static let mostPageRows = 32_768

  /// The page as it goes to the file: its header, and what follows it compressed.
  private(set) var output = FlatArray<UInt8>()
  /// What the footer and the page index say of the chunk so far.
  private(set) var summary = ChunkSummary(offset: 0)
  var dictionary: WordDictionary
  var encoding = ValueEncoding.plain
  /// How many bits an index into the dictionary has.
  var indexWidth = 1
  /// Levels and values before compression.
  var page = FlatArray<UInt8>()
  var compressed = FlatArray<UInt8>()
  let compressor: ZstdCompressor
  private var header = CompactThrift()
  private let pageBytes: Int
  private var row = 0
  private var value = 0
  private var needsDictionaryPage = false

  init(options: ParquetOptions) throws(ParquetError) {
    pageBytes = options.pageBytes
    compressor = try ZstdCompressor(level: options.compressionLevel)
    dictionary = WordDictionary(seed: .random(in: .min ... .max))
  }

  /// Begins the chunk of a column, whose first page will stand at `offset` of the file.
  mutating func begin(_ column: borrowing ColumnBuffer, offset: Int64) throws(ParquetError) {
    row = 0
    value = 0
    // A string of megabytes is no reason to keep as much for the rest of the file.
    page.removeAll(keeping: pageBytes * 4)
    compressed.removeAll(keeping: pageBytes * 4)
    output.removeAll(keeping: pageBytes * 4)
    try chooseEncoding(for: column)
    needsDictionaryPage = encoding == .dictionary
    summary = ChunkSummary(offset: offset)
    summary.encoding = encoding
  }

  /// Encodes the next page. Returns `false` if there is none.
  mutating func nextPage(of column: borrowing ColumnBuffer) throws(ParquetError) -> Bool {
    page.removeAll()
    if needsDictionaryPage {
      needsDictionaryPage = false
      let entries = appendDictionary(of: column)
      let size = try compress(.dictionary(entries: entries))
      summary.addDictionaryPage(compressed: size, uncompressed: uncompressedSize)
      return true
    }
    guard row < column.rows else { return false }
    let end = pageEnd(in: column)
    let rows = row..<end
    let values = value..<value + column.values(inRows: rows)
    if column.column.isOptional { appendLevels(of: column, rows: rows) }
    // A page of nulls has nothing to encode, for which not every encoding has a form.
    let encoding = values.isEmpty && encoding == .delta ? .plain : encoding
    appendValues(of: column, values, encoding)
    let size = try compress(.data(rows: rows.count, encoding: encoding))
    summary.addDataPage(
      rows: rows, values: values, compressed: size, uncompressed: uncompressedSize, of: column)
    row = end
    value = values.upperBound
    return true
  }

  private var uncompressedSize: Int { output.count - compressed.count + page.count }

  /// Puts the page's header and its compressed bytes into the output. Returns their size.
  private mutating func compress(_ kind: PageKind) throws(ParquetError) -> Int {
    compressed.removeAll()
    try compressor.compress(page.bytes, to: &compressed)
    header.removeAll()
    header.pageHeader(kind, compressed: compressed.count, uncompressed: page.count)
    output.removeAll()
    output.append(header.output.bytes)
    output.append(compressed.bytes)
    return output.count
  }

  /// The row after the last one of the next page.
  private func pageEnd(in column: borrowing ColumnBuffer) -> Int {
    let limit = min(column.rows, row + Self.mostPageRows)
    let bits: Int
    switch column.column.kind {
    case _ where encoding == .dictionary: bits = indexWidth
    case .int64, .double, .timestampMicros: bits = 64
    case .boolean: bits = 1
    case .string, .bytes: return stringPageEnd(in: column, limit: limit)
    }
    return min(limit, row + max(1, pageBytes * 8 / bits))
  }

  private func stringPageEnd(in column: borrowing ColumnBuffer, limit: Int) -> Int {
    var size = 0
    var next = value
    for end in row..<limit where !column.column.isOptional || column.presence[end] {
      size += 4 + column.strings.value(next).count
      if size > pageBytes, end > row { return end }
      next += 1
    }
    return limit
  }
}
