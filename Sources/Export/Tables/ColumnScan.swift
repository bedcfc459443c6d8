internal import Store

/// Finds out what the columns of a result hold by looking at all of it: SQLite's columns have no
/// types of their own, and a first row says nothing about the last.
enum ColumnScan {
  /// What is seen of a column.
  private struct Seen: OptionSet {
    let rawValue: UInt8
    static let integer = Seen(rawValue: 1)
    /// Beyond what a floating-point number has exactly.
    static let largeInteger = Seen(rawValue: 2)
    static let real = Seen(rawValue: 4)
    static let text = Seen(rawValue: 8)
    /// Text of the form of the views' times.
    static let timestamp = Seen(rawValue: 16)
    /// A blob, or text that is not UTF-8.
    static let bytes = Seen(rawValue: 32)
  }

  private static let exactIntegers: ClosedRange<Int64> = -(1 << 53)...(1 << 53)

  /// The columns with a type for each that has none.
  static func types(of table: SourceTable, in snapshot: StoreSnapshot) throws -> [TypedColumn] {
    let rows = try snapshot.cursor(table.select)
    var seen = [Seen](repeating: [], count: table.columns.count)
    let unknown = table.columns.indices.filter { table.columns[$0].type == nil }
    while try rows.step() {
      for index in unknown { look(at: rows.value(index), &seen[index]) }
    }
    return table.columns.enumerated().map { index, column in
      let declared = rows.declaredType(index).flatMap(ColumnType.init(declared:))
      return TypedColumn(column.name, column.type ?? type(seen[index], declared: declared))
    }
  }

  private static func look(at value: StoredValue, _ seen: inout Seen) {
    switch value {
    case .null: break
    case .integer(let value):
      seen.insert(exactIntegers.contains(value) ? .integer : .largeInteger)
    case .real: seen.insert(.real)
    case .blob: seen.insert(.bytes)
    case .text(let bytes):
      if TimestampText.microseconds(bytes) != nil {
        seen.insert(.timestamp)
      } else {
        seen.insert(UTF8Sequence.isValid(bytes) ? .text : .bytes)
      }
    }
  }

  /// The narrowest type that holds all values exactly.
  private static func type(_ seen: Seen, declared: ColumnType?) -> ColumnType {
    if seen.isEmpty { return declared == .rawText ? .text : declared ?? .text }
    if seen.contains(.bytes) { return .bytes }
    if seen == .timestamp { return .timestamp }
    if seen.isSubset(of: [.integer, .largeInteger]) { return .integer }
    if seen.isSubset(of: [.integer, .real]) { return .real }
    return .text
  }
}
