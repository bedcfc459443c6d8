internal import GRDB

/// A table or view, and what its columns hold.
public struct StoredRelation: Sendable {
  /// Its name as the schema has it.
  public let name: String
  /// The columns in their order.
  public let columns: [TypedColumn]
  /// A statement that gives all rows, in which times are numbers where the schema's definition
  /// allows: writing them as text and reading that again would be most of the work.
  public let select: String
}

extension StoreSnapshot {
  /// A table or view by its name, in whatever case.
  ///
  /// - Throws: ``StoreError``, with the code `.query` when there is none.
  public func relation(named name: String) throws -> StoredRelation {
    let names = try relationNames()
    guard let known = names.first(where: { $0.lowercased() == name.lowercased() }) else {
      let nearest = NearestName.nearest(to: name, in: names)
      let hint =
        nearest.map { "did you mean '\($0)'?" } ?? "there are \(names.joined(separator: ", "))"
      throw StoreError(query: "there is no table or view '\(name)'; \(hint)")
    }
    let quoted =
      "\""
      + known.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
    let all = "SELECT * FROM \(quoted)"
    let plain = try cursor(all)
    let columns = try plain.columnNames.enumerated().map { index, column in
      if let type = ViewCatalogue.type(of: column, in: known) { return TypedColumn(column, type) }
      let declared = plain.declaredType(index).flatMap(ColumnType.init(declared:))
      return TypedColumn(column, try declared ?? undeclaredType(of: known))
    }
    let select = try numericTimes(of: known, columns: plain.columnNames) ?? all
    return StoredRelation(name: known, columns: columns, select: select)
  }

  /// A table's column without a type holds text in this schema; of a view's nothing is known.
  private func undeclaredType(of relation: String) throws -> ColumnType? {
    try relationNames(where: "type = 'table'").contains(relation) ? .rawText : nil
  }

  /// The definition of one of our views with times as microseconds; `nil` when it is not as
  /// expected.
  private func numericTimes(of view: String, columns: [String]) throws -> String? {
    guard ViewCatalogue.knows(view) else { return nil }
    let definition = try cursor("SELECT sql FROM sqlite_schema WHERE name = '\(view)'")
    guard try definition.step(), let sql = definition.text(0) else { return nil }
    guard let select = Views.selectWithNumericTimes(String(decoding: sql.bytes, as: UTF8.self))
    else { return nil }
    guard let cursor = try? cursor(select), cursor.columnNames == columns else { return nil }
    return select
  }
}

extension ColumnType {
  /// By the rules of SQLite's affinities (https://www.sqlite.org/datatype3.html).
  public init?(declared: String) {
    let type = declared.uppercased()
    if type.contains("INT") {
      self = .integer
    } else if ["CHAR", "CLOB", "TEXT"].contains(where: type.contains) {
      self = .rawText
    } else if type.contains("BLOB") {
      self = .bytes
    } else if ["REAL", "FLOA", "DOUB"].contains(where: type.contains) {
      self = .real
    } else {
      return nil
    }
  }
}
