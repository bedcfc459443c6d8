/// What a page holds.
enum PageKind {
  case dictionary(entries: Int)
  case data(rows: Int, encoding: ValueEncoding)
}

extension CompactThrift {
  /// The header of a page, which precedes its compressed bytes.
  mutating func pageHeader(_ kind: PageKind, compressed: Int, uncompressed: Int) {
    structure { header in
      let type: Int32 = if case .dictionary = kind { 2 } else { 0 }
      header.field(1, type)
      header.field(2, Int32(truncatingIfNeeded: uncompressed))
      header.field(3, Int32(truncatingIfNeeded: compressed))
      switch kind {
      case .data(let rows, let encoding):
        header.field(5) { page in
          page.field(1, Int32(truncatingIfNeeded: rows))
          page.field(2, encoding.rawValue)
          page.field(3, ValueEncoding.levels.rawValue)
          page.field(4, ValueEncoding.levels.rawValue)
        }
      case .dictionary(let entries):
        header.field(7) { page in
          page.field(1, Int32(truncatingIfNeeded: entries))
          page.field(2, ValueEncoding.plain.rawValue)
        }
      }
    }
  }
}
