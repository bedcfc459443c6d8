internal import Glibc
internal import Store

/// Rows that a part has: of one run, or of a day of a session.
struct PartScope {
  /// Goes with each row.
  let key: String
  /// Of the table's condition.
  let parameters: (Int64, Int64, Int64)
}

/// Writes the files of a dataset.
struct PartWriter {
  let directory: String
  let snapshot: StoreSnapshot
  let permissions: mode_t
  let version: String

  /// Which runs or sessions a table has already in a partition.
  func keys(of table: DatasetTable, in partition: Partition) throws -> Set<String> {
    try PartKeys.inDirectory(path(of: table, in: partition).joined(separator: "/"))
  }

  /// Writes a part with the rows of all these scopes; false if there are none.
  func write(_ table: DatasetTable, _ scopes: [PartScope], in partition: Partition) throws -> Bool {
    let relation = try snapshot.relation(named: table.view)
    let columns = relation.columns.filter { !DatasetTable.pathColumns.contains($0.name) }
    let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let rows = try snapshot.cursor(
      "SELECT \(names) FROM (\(relation.select)) WHERE \(table.condition)")
    guard let first = try firstScope(scopes, table, rows) else { return false }
    let keys = scopes.map(\.key)
    let file = try makeFile(PartKeys.name(keys), of: table, in: partition)
    var output = try ParquetRows(
      columns: columns, key: table.keyColumn, output: file.output,
      metadata: [("sonde.version", version), (PartKeys.entry, PartKeys.value(keys))])
    for scope in scopes[first...] {
      restart(rows, table, scope)
      while try rows.step() { try output.write(rows, key: scope.key) }
    }
    try output.finish()
    try file.finish()
    return true
  }

  /// A file without rows is not made.
  private func firstScope(
    _ scopes: [PartScope], _ table: DatasetTable, _ rows: RowCursor
  ) throws -> Int? {
    try scopes.firstIndex { scope in
      restart(rows, table, scope)
      return try rows.step()
    }
  }

  private func restart(_ rows: RowCursor, _ table: DatasetTable, _ scope: PartScope) {
    let parameters = scope.parameters
    if table.scope == .dayOfSession {
      rows.restart(parameters.0, parameters.1, parameters.2)
    } else {
      rows.restart(parameters.0)
    }
  }

  private func makeFile(
    _ name: String, of table: DatasetTable, in partition: Partition
  ) throws -> NewFile {
    var place: [String] = []
    for component in path(of: table, in: partition) {
      place.append(component)
      try DatasetDirectory.make(place.joined(separator: "/"))
    }
    return try NewFile(
      "\(place.joined(separator: "/"))/\(name)", existing: .replaced, permissions: permissions)
  }

  private func path(of table: DatasetTable, in partition: Partition) -> [String] {
    [
      directory, PartitionName.directory("table", table.view),
      PartitionName.directory("host", partition.host),
      PartitionName.directory("date", partition.date),
    ]
  }
}
