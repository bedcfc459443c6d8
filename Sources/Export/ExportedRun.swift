internal import Store

/// The run that is exported, and what all its processes share.
struct ExportedRun {
  let id: Int64
  let host: String
  let sessionID: Int64
  /// Microseconds since 1970.
  let started: Int64
  let ended: Int64?

  /// A run by its number, or the one that began last.
  init(_ id: Int64?, in snapshot: StoreSnapshot) throws {
    let runs = try snapshot.relation(named: "runs").select
    let cursor = try snapshot.cursor(
      """
      SELECT run_id, host, session_id, started_at, ended_at FROM (\(runs))
      WHERE ?1 < 0 OR run_id = ?1 ORDER BY run_id DESC LIMIT 1
      """)
    cursor.restart(id ?? -1)
    guard try cursor.step(), let found = cursor.integer(0) else {
      throw try Self.unknown(id, in: snapshot)
    }
    self.id = found
    host = String(decoding: cursor.text(1)?.bytes ?? [], as: UTF8.self)
    sessionID = cursor.integer(2) ?? 0
    started = cursor.integer(3) ?? 0
    ended = cursor.integer(4)
  }

  private static func unknown(_ id: Int64?, in snapshot: StoreSnapshot) throws -> ExportError {
    let range = try snapshot.cursor("SELECT min(run_id), max(run_id) FROM runs")
    guard try range.step(), let first = range.integer(0), let last = range.integer(1) else {
      return .refused("there is no run in this database yet. Make one with 'sonde run'")
    }
    return .refused("there is no run \(id ?? 0); the runs here are \(first) to \(last)")
  }
}

/// Columns of a view, found by their names: a database of an earlier version may lack some.
struct NamedColumns {
  private let indices: [String: Int]
  private let cursor: RowCursor

  init(_ cursor: RowCursor) {
    self.cursor = cursor
    indices = Dictionary(
      cursor.columnNames.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  func integer(_ name: String) -> Int64? { indices[name].flatMap(cursor.integer) }

  func real(_ name: String) -> Double? { indices[name].flatMap(cursor.real) }

  func text(_ name: String) -> RawText? { indices[name].flatMap(cursor.text) }

  /// The name of the program that a process ran last.
  var tool: RawText { text("tool") ?? text("comm") ?? RawText([]) }
}
