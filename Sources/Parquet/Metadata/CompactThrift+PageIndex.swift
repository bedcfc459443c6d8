// The page index: for each chunk the places of its data pages, and their bounds, which let a reader
// pass over pages as the footer's bounds let it pass over chunks.

extension CompactThrift {
  /// The places of a chunk's data pages.
  mutating func offsetIndex(_ pages: [PageSummary]) {
    structure { index in
      index.list(1, of: .structure, count: pages.count)
      for page in pages {
        index.structure { location in
          location.field(1, page.offset)
          location.field(2, Int32(truncatingIfNeeded: page.size))
          location.field(3, Int64(page.firstRow))
        }
      }
    }
  }

  /// The bounds of a chunk's data pages. Nothing if a page that has values has no bounds, for
  /// which there is no form: one of them is NaN, or the greatest has no short bound.
  mutating func columnIndex(_ pages: [PageSummary], kind: ParquetColumn.Kind) {
    guard pages.allSatisfy({ $0.isNull || $0.bounds != nil }) else { return }
    let bounds = pages.compactMap(\.bounds)
    structure { index in
      index.list(1, of: .boolean, count: pages.count)
      for page in pages { index.element(page.isNull) }
      index.list(2, of: .bytes, count: pages.count)
      for page in pages { index.element(page.bounds?.least.bytes ?? []) }
      index.list(3, of: .bytes, count: pages.count)
      for page in pages { index.element(page.bounds?.greatest.bytes ?? []) }
      index.field(4, boundaryOrder(bounds, kind))
      index.list(5, of: .int64, count: pages.count)
      for page in pages { index.element(Int64(page.nulls)) }
    }
  }
}

/// 1 if neither bound ever decreases from page to page, 2 if none increases, else 0.
private func boundaryOrder(_ bounds: [Bounds], _ kind: ParquetColumn.Kind) -> Int32 {
  let pairs = zip(bounds, bounds.dropFirst())
  let isAscending = pairs.allSatisfy { left, right in
    !right.least.precedes(left.least, kind) && !right.greatest.precedes(left.greatest, kind)
  }
  if isAscending { return 1 }
  let isDescending = pairs.allSatisfy { left, right in
    !left.least.precedes(right.least, kind) && !left.greatest.precedes(right.greatest, kind)
  }
  return isDescending ? 2 : 0
}

extension Bound {
  fileprivate func precedes(_ other: Bound, _ kind: ParquetColumn.Kind) -> Bool {
    switch kind {
    case .int64, .timestampMicros: Int64(bitPattern: word) < Int64(bitPattern: other.word)
    case .double: Double(bitPattern: word) < Double(bitPattern: other.word)
    case .boolean, .string, .bytes: bytes.lexicographicallyPrecedes(other.bytes)
    }
  }

  private var word: UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
