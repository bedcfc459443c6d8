internal import Store

/// The rows to export, and what is known of their columns beforehand.
struct SourceTable {
  let select: String
  let columns: [TypedColumn]
  /// Whether the statement is the user's: what its columns hold is for the values to say.
  let isQuery: Bool

  init(_ source: ExportSource, in snapshot: StoreSnapshot) throws {
    switch source {
    case .table(let name):
      let relation = try snapshot.relation(named: name)
      (select, columns, isQuery) = (relation.select, relation.columns, false)
    case .run(let id):
      let run = try ExportedRun(id, in: snapshot)
      let relation = try snapshot.relation(named: "processes")
      select = "SELECT * FROM (\(relation.select)) WHERE run_id = \(run.id)"
      (columns, isQuery) = (relation.columns, false)
    case .sql(let sql):
      let cursor = try snapshot.cursor(sql)
      select = sql
      columns = cursor.columnNames.map { TypedColumn($0, nil) }
      isQuery = true
    }
  }
}
