internal import Foundation
internal import GRDB

/// Writes what coverage finds out. Beside the recording's own writer, on another connection: both
/// keep their transactions short. Not for several threads.
public final class CoverageWriter {
  /// The database file.
  public let path: String
  private let queue: DatabaseQueue
  /// The coverage that rows belong to; 0 before it has begun.
  public private(set) var coverageID: Int64 = 0
  /// The session that rows of hooks belong to; 0 before it has begun.
  public internal(set) var sessionID: Int64 = 0

  /// Opens or creates the database.
  ///
  /// - Throws: ``StoreError``.
  public init(path: String) throws {
    self.path = path
    queue = try StoreFile.openForWriting(path)
  }

  /// A database in memory, for what nobody keeps.
  ///
  /// - Throws: ``StoreError``.
  public init() throws {
    path = "memory"
    queue = try StoreFile.openInMemory()
  }

  /// Begins a coverage, and returns its id.
  ///
  /// - Throws: ``StoreError``.
  @discardableResult
  public func begin(_ description: CoverageDescription) throws -> Int64 {
    let command = String(decoding: try JSONEncoder().encode(description.command), as: UTF8.self)
    try writing { database in
      try database.execute(
        sql: """
          INSERT INTO coverage
            (session_id, command, pid, started_ns, state, scope, budget, trace_id)
          VALUES (?, ?, ?, ?, 'running', ?, ?, ?)
          """,
        arguments: [
          description.sessionID, command, description.pid, description.startedAt,
          description.scope, description.budget, description.traceID,
        ])
      coverageID = database.lastInsertedRowID
    }
    return coverageID
  }

  /// Says what the coverage came to. Hits are led back to the processes of its run.
  ///
  /// - Throws: ``StoreError``.
  public func finish(_ ending: CoverageEnding) throws {
    let id = coverageID
    try writing { database in
      try database.execute(
        sql: """
          UPDATE coverage SET state = ?, ended_ns = ?, run_id = ?, probe_hits = ?,
            hit_cost_ns = ?, foreign_hits = ?, signals = ?, signals_lost = ?, attach_ns = ?, agent_cpu_ns = ?
          WHERE id = ?
          """,
        arguments: [
          ending.state, ending.endedAt, ending.runID, Int64(clamping: ending.probeHits),
          ending.hitCost,
          Int64(clamping: ending.foreignHits), Int64(clamping: ending.signals),
          Int64(clamping: ending.signalsLost), ending.attachTime, ending.agentCPU, id,
        ])
      guard let runID = ending.runID else { return }
      // A pid may have been used several times in a run: of those that had begun, the last. The two
      // clocks are compared once in each batch, hence the millisecond.
      try database.execute(
        sql: """
          UPDATE coverage_function SET process_id = (
            SELECT p.id FROM process p
            WHERE p.run_id = ?1 AND p.pid = coverage_function.pid
              AND p.started_ns <= coverage_function.hit_ns + 1000000
            ORDER BY p.started_ns DESC LIMIT 1)
          WHERE coverage_id = ?2 AND pid IS NOT NULL
          """, arguments: [runID, id])
    }
  }

  // MARK: What happens

  /// Writes what is known of functions now.
  ///
  /// - Throws: ``StoreError``.
  public func write(_ states: [FunctionStateRow]) throws {
    try writing { try Self.write(states, of: coverageID, to: $0) }
  }

  static func write(
    _ states: [FunctionStateRow], of coverageID: Int64, to database: Database
  ) throws {
    let statement = try RowStatement(
      database,
      """
      INSERT OR REPLACE INTO coverage_function
        (coverage_id, object_id, offset, state, reason, attached_ns, hit_ns, pid, hits)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for row in states {
      statement.bind(coverageID)
      statement.bind(row.objectID)
      statement.bind(row.offset)
      statement.bind(row.state)
      statement.bind(row.reason)
      statement.bind(orNull: row.attachedAt)
      statement.bind(orNull: row.hitAt)
      statement.bind(orNull: row.pid)
      statement.bind(row.hits)
      try statement.run()
    }
  }

  /// Writes what was decided, and how far the coverage is.
  ///
  /// - Throws: ``StoreError``.
  public func write(_ decisions: [DecisionRow], _ points: [CoveragePointRow]) throws {
    let id = coverageID
    try writing { database in
      for row in decisions {
        try database.execute(
          sql: "INSERT INTO coverage_decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            id, row.turn, row.time, row.action, row.probe, row.chosen, row.candidates, row.score,
            Int64(row.cost), row.why,
          ])
      }
      for row in points {
        try database.execute(
          sql: "INSERT OR REPLACE INTO coverage_point VALUES (?, ?, ?, ?, ?, ?)",
          arguments: [
            id, row.time, row.hit, row.attached, row.deferred, Int64(clamping: row.probeHits),
          ])
      }
    }
  }

  /// The marks that were set from outside, in the order of their time: ns since 1970, and a name.
  ///
  /// - Throws: ``StoreError``.
  public func marks() throws -> [(time: Int64, name: String)] {
    try writing { database in
      try Row.fetchAll(
        database,
        sql: "SELECT at_ns, name FROM coverage_mark WHERE coverage_id = ? ORDER BY at_ns",
        arguments: [coverageID]
      ).map { ($0[0], $0[1]) }
    }
  }

  /// Closes the database. Nothing can be written afterwards.
  public func close() {
    try? queue.close()
  }

  func writing<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      var result: Result?
      try queue.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          result = try body(database)
          return .commit
        }
      }
      guard let result else { throw StoreError(code: .other, message: "\(path): rolled back") }
      return result
    } catch {
      throw StoreError(error, path: path)
    }
  }
}

extension RowStatement {
  func bind(orNull value: Int64?) {
    if let value { bind(value) } else { bindNull() }
  }
}
