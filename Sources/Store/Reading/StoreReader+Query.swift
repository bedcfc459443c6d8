extension StoreReader {
  /// Runs one statement that reads, and hands out its rows one by one: none is kept.
  ///
  /// - Parameters:
  ///   - sql: A single statement. One that would write, attach a file or change a setting is
  ///     refused before it runs.
  ///   - columns: Called once, before the first row, with the columns' names.
  ///   - row: Called for each row, with as many values as there are columns.
  /// - Throws: ``StoreError``, with the code `.query` when the fault is the statement's; what the
  ///   closures throw.
  public func query(
    _ sql: String, columns: ([String]) throws -> Void, row: ([QueryValue]) throws -> Void
  ) throws {
    try withSnapshot { snapshot in
      let cursor = try snapshot.cursor(sql)
      try columns(cursor.columnNames)
      var values = Array(repeating: QueryValue.null, count: cursor.columnNames.count)
      while try cursor.step() {
        for index in values.indices { values[index] = QueryValue(cursor.value(index)) }
        try row(values)
      }
    }
  }
}

extension QueryValue {
  init(_ value: StoredValue) {
    self =
      switch value {
      case .null: .null
      case .integer(let integer): .integer(integer)
      case .real(let real): .real(real)
      case .text(let bytes): .text(RawText(Array(bytes)))
      case .blob(let bytes): .blob(Array(bytes))
      }
  }
}

extension StoreError {
  init(query message: String) {
    self.init(code: .query, message: message)
  }
}
