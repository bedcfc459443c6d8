internal import GRDB
internal import GRDBSQLite

/// Says what is wrong with a statement, right after SQLite has refused it.
struct QueryMistake {
  let sql: String
  let connection: SQLiteConnection

  static let onlyReading =
    "the statement would change something, and a database is only read here"

  /// The error that the connection has just met.
  func error(path: String) -> StoreError {
    let code = sqlite3_errcode(connection)
    let offset = Int(sqlite3_error_offset(connection))
    let message = String(cString: sqlite3_errmsg(connection))
    switch code {
    case SQLITE_AUTH, SQLITE_READONLY:
      return StoreError(query: Self.onlyReading)
    case SQLITE_ERROR, SQLITE_RANGE, SQLITE_MISMATCH, SQLITE_TOOBIG:
      return StoreError(query: message + place(offset) + suggestion(for: message))
    default:
      return StoreError(
        DatabaseError(resultCode: ResultCode(rawValue: code), message: message), path: path)
    }
  }

  /// Where in the statement: SQLite counts bytes, people lines and columns.
  private func place(_ offset: Int) -> String {
    guard offset >= 0, offset <= sql.utf8.count else { return "" }
    let before = String(decoding: Array(sql.utf8)[..<offset], as: UTF8.self)
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    let column = (lines.last?.count ?? 0) + 1
    return lines.count > 1 ? " (line \(lines.count), column \(column))" : " (column \(column))"
  }

  /// Whether there is more than white space, semicolons and comments.
  func isStatement(_ rest: String) -> Bool {
    var handle: OpaquePointer?
    var rest = rest
    while let character = rest.unicodeScalars.first,
      character == ";" || character.properties.isWhitespace
    {
      rest.unicodeScalars.removeFirst()
    }
    // Nothing is prepared of a comment, and without an error.
    let code = sqlite3_prepare_v2(connection, rest, -1, &handle, nil)
    sqlite3_finalize(handle)
    return code != SQLITE_OK || handle != nil
  }

  // MARK: Nearest names

  private func suggestion(for message: String) -> String {
    let kinds = [
      ("no such column: ", columnNames),
      ("no such table: ", { tableNames(internals: true) }),
    ]
    for (prefix, candidates) in kinds where message.hasPrefix(prefix) {
      let name = message.dropFirst(prefix.count).split(separator: ".").last.map(String.init) ?? ""
      let names = candidates()
      if let nearest = NearestName.nearest(to: name, in: names) {
        return "; did you mean '\(nearest)'?"
      }
      if prefix.contains("table") {
        return "; there are \(tableNames(internals: false).joined(separator: ", "))"
      }
    }
    return ""
  }

  /// Views first: they are what is documented.
  private func tableNames(internals: Bool) -> [String] {
    strings(
      """
      SELECT name FROM sqlite_schema WHERE type = 'view' OR (type = 'table' AND \(internals))
      ORDER BY type DESC, name
      """)
  }

  private func columnNames() -> [String] {
    strings(
      """
      SELECT DISTINCT c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c
      WHERE s.type IN ('view', 'table') ORDER BY s.type DESC, s.name, c.cid
      """)
  }

  private func strings(_ sql: String) -> [String] {
    var handle: OpaquePointer?
    guard sqlite3_prepare_v2(connection, sql, -1, &handle, nil) == SQLITE_OK else { return [] }
    defer { sqlite3_finalize(handle) }
    var strings: [String] = []
    while sqlite3_step(handle) == SQLITE_ROW {
      if let text = sqlite3_column_text(handle, 0) { strings.append(String(cString: text)) }
    }
    return strings
  }
}
