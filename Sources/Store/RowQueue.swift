internal import GRDB

/// Rows of one table that wait for others to be written with: to begin and end a statement for each
/// takes a third of what writing it costs. What is left of them must be flushed before the
/// transaction ends, and before anything is read that they may be part of.
final class RowQueue<Row> {
  /// More at once gains little, and each has all its values bound at the same time.
  static var capacity: Int { 16 }

  private let one: RowStatement
  private let many: RowStatement
  private let bind: (UnsafePointer<Row>, RowStatement) -> Void
  private var rows: [Row] = []

  /// - Parameters:
  ///   - places: how many values a row has.
  ///   - sql: the statement, given its rows' places: `(?, …), (?, …)`.
  ///   - bind: binds a row, all its values. The row stays where it is until the statement has run.
  init(
    _ database: Database, places: Int, sql: (String) -> String,
    bind: @escaping (UnsafePointer<Row>, RowStatement) -> Void
  ) throws {
    let row = "(\(RowStatements.places(places)))"
    one = try RowStatement(database, sql(row))
    many = try RowStatement(
      database, sql(Array(repeating: row, count: Self.capacity).joined(separator: ", ")))
    self.bind = bind
    rows.reserveCapacity(Self.capacity)
  }

  var isEmpty: Bool { rows.isEmpty }

  func add(_ row: Row) throws {
    rows.append(row)
    if rows.count == Self.capacity { try flush() }
  }

  func flush() throws {
    if rows.isEmpty { return }
    defer { forget() }
    try rows.withUnsafeBufferPointer { rows in
      guard let first = rows.baseAddress else { return }
      if rows.count == Self.capacity {
        for index in 0..<rows.count { bind(first + index, many) }
        return try many.run()
      }
      for index in 0..<rows.count {
        bind(first + index, one)
        try one.run()
      }
    }
  }

  /// Drops what has not been written: its transaction has failed.
  func forget() {
    rows.removeAll(keepingCapacity: true)
  }
}
