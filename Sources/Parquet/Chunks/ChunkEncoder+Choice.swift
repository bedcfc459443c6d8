// Which encoding pays depends on the values and on what zstd makes of the result: packed indices
// are small before compression and hardly smaller after it, and repeating integers the other way
// round. So the candidates are tried on a sample of the chunk, and compressed. A dictionary is tried
// only if the values turned out to repeat when it was made.

extension ChunkEncoder {
  private static let sampleValues = 4_096
  private static let sampleBytes = 256 << 10

  /// Decides how the values of a chunk are encoded.
  mutating func chooseEncoding(for column: borrowing ColumnBuffer) throws(ParquetError) {
    encoding = .plain
    guard column.values > 0 else { return }
    switch column.column.kind {
    case .boolean: return
    case .string, .bytes: try chooseForStrings(column)
    case .double: try chooseForWords(column, isInteger: false)
    case .int64, .timestampMicros: try chooseForWords(column, isInteger: true)
    }
  }

  private mutating func chooseForStrings(_ column: borrowing ColumnBuffer) throws(ParquetError) {
    let entries = column.strings.entries
    guard column.strings.isDictionary else { return }
    setWidth(entries: entries)
    let indexBytes = column.values * indexWidth / 8
    if (column.strings.entryBytes + indexBytes) * 4 < column.strings.plainBytes {
      encoding = .dictionary
      return
    }
    let sample = sample(of: column)
    page.removeAll()
    appendEntries(of: column, sampleOfEntries(column))
    let share = try dictionaryShare(
      sampled: page.count, all: column.strings.entryBytes, sample: sample, values: column.values)
    let plain = try trial(.plain, column, sample)
    let indices = try trial(.dictionary, column, sample)
    if indices + share < plain { encoding = .dictionary }
  }

  private mutating func chooseForWords(
    _ column: borrowing ColumnBuffer, isInteger: Bool
  ) throws(ParquetError) {
    let sample = sample(of: column)
    var best = try trial(.plain, column, sample)
    if isInteger {
      let delta = try trial(.delta, column, sample)
      if delta < best { (best, encoding) = (delta, .delta) }
    }
    guard dictionary.build(column.words.values) else { return }
    setWidth(entries: dictionary.entries.count)
    page.removeAll()
    let sampled = min(Self.sampleValues, dictionary.entries.count)
    page.append(UnsafeRawBufferPointer(dictionary.entries.slice(0..<sampled)))
    let share = try dictionaryShare(
      sampled: sampled, all: dictionary.entries.count, sample: sample, values: column.values)
    if try trial(.dictionary, column, sample) + share <= best { encoding = .dictionary }
  }

  /// One bit at least: not every reader knows indices of none.
  private mutating func setWidth(entries: Int) {
    indexWidth = max(1, Int.bitWidth - (entries - 1).leadingZeroBitCount)
  }

  /// What the sample's part of the dictionary takes, judging from those entries that are in `page`.
  private mutating func dictionaryShare(
    sampled: Int, all: Int, sample: Sample, values: Int
  ) throws(ParquetError) -> Int {
    compressed.removeAll()
    let size = try compressor.compress(page.bytes, to: &compressed)
    let whole = Double(size) * Double(all) / Double(max(sampled, 1))
    return Int(whole * Double(sample.count) / Double(values))
  }

  /// The compressed size of the sample in an encoding.
  private mutating func trial(
    _ encoding: ValueEncoding, _ column: borrowing ColumnBuffer, _ sample: Sample
  ) throws(ParquetError) -> Int {
    page.removeAll()
    appendValues(of: column, sample.first, encoding)
    if let second = sample.second { appendValues(of: column, second, encoding) }
    compressed.removeAll()
    return try compressor.compress(page.bytes, to: &compressed)
  }

  /// All values if they are few, else as many in the first and in the second half.
  private func sample(of column: borrowing ColumnBuffer) -> Sample {
    let values = column.values
    guard values > Self.sampleValues else {
      return Sample(first: bounded(0..<values, column), second: nil)
    }
    let half = Self.sampleValues / 2
    let second = values - values / 4 - half
    return Sample(
      first: bounded(values / 4..<values / 4 + half, column),
      second: bounded(second..<second + half, column))
  }

  /// The beginning of a range of values that is not too long to be tried.
  private func bounded(_ range: Range<Int>, _ column: borrowing ColumnBuffer) -> Range<Int> {
    switch column.column.kind {
    case .string, .bytes: break
    default: return range
    }
    var size = 0
    for index in range {
      size += 4 + column.strings.value(index).count
      if size > Self.sampleBytes { return range.lowerBound..<max(index, range.lowerBound + 1) }
    }
    return range
  }

  private func sampleOfEntries(_ column: borrowing ColumnBuffer) -> Range<Int> {
    var size = 0
    for index in 0..<column.strings.entries {
      size += 4 + column.strings[entry: index].count
      if size > Self.sampleBytes { return 0..<max(index, 1) }
    }
    return 0..<column.strings.entries
  }
}

/// The values that encodings are tried on.
private struct Sample {
  var first: Range<Int>
  var second: Range<Int>?

  var count: Int { first.count + (second?.count ?? 0) }
}
