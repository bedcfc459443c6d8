internal import Foundation
internal import GRDB

extension StoreReader {
  /// The number of the coverage that began last; `nil` when there is none.
  ///
  /// - Throws: ``StoreError``.
  public func newestCoverage() throws -> Int64? {
    try reading { try Int64.fetchOne($0, sql: CoverageSQL.newest) }
  }

  /// The numbers of the coverages that have not ended.
  ///
  /// - Throws: ``StoreError``.
  public func runningCoverages() throws -> [Int64] {
    try reading { try Int64.fetchAll($0, sql: CoverageSQL.running) }
  }

  /// The coverages that began last, the last first, without what they saw.
  ///
  /// - Throws: ``StoreError``.
  public func coverages(limit: Int) throws -> [CoverageSession] {
    try reading { database in
      let rows = try cursor(CoverageSQL.sessions, Int64(clamping: limit), in: database)
      return try collect(rows) { try session($0, in: database) }
    }
  }

  /// All that is stored of a coverage; `nil` when there is none of that number.
  ///
  /// - Throws: ``StoreError``.
  public func coverage(id: Int64) throws -> StoredCoverage? {
    try reading { database in
      let rows = try cursor(CoverageSQL.session, id, in: database)
      guard try rows.step() else { return nil }
      let session = try session(rows, in: database)
      let marks = try collect(try cursor(CoverageSQL.marks, id, in: database)) {
        CoverageMark(at: UTCTime(nanoseconds: $0.integer(0) ?? 0), name: $0.text(1) ?? "")
      }
      return StoredCoverage(
        session: session,
        objects: try objects(ofCoverage: id, marks: marks, in: database),
        marks: marks,
        decisions: try collect(
          try cursor(CoverageSQL.decisions, id, in: database), CoverageDecision.init(row:)),
        curve: try collect(try cursor(CoverageSQL.curve, id, in: database)) {
          CoveragePoint(row: $0, start: session.startedAt.nanoseconds)
        },
        expectations: try collect(try cursor(CoverageSQL.expectations, id, in: database)) {
          try expectation($0, coverage: id)
        })
    }
  }

  /// The newest word about each of sonde's own hooks.
  ///
  /// - Throws: ``StoreError``.
  public func hooks() throws -> [HookRecord] {
    try reading { database in
      try collect(try cursor(CoverageSQL.hooks, in: database)) { row in
        let word = row.string(1)
        guard let state = HookRecord.State(rawValue: word) else {
          throw unknown(word, as: "the state of the hook \(row.string(0))")
        }
        return HookRecord(
          name: row.string(0), state: state, reason: row.text(2),
          checkedAt: UTCTime(nanoseconds: row.integer(3) ?? 0), latency: row.integer(4))
      }
    }
  }

  // MARK: Rows

  func cursor(
    _ sql: String, _ parameters: Int64..., in database: Database
  ) throws -> RowCursor {
    guard let connection = database.sqliteConnection else {
      throw StoreError(code: .other, message: "\(path): is not open any more")
    }
    let rows = try RowCursor(sql, connection: connection, queue: queue, path: path)
    rows.bind(parameters)
    return rows
  }

  func collect<Element>(
    _ rows: RowCursor, _ element: (RowCursor) throws -> Element
  ) throws -> [Element] {
    var elements: [Element] = []
    while try rows.step() { elements.append(try element(rows)) }
    return elements
  }

  /// The words for what no version has written.
  func unknown(_ word: String, as place: String) -> StoreError {
    StoreError(
      code: .corrupt,
      message: "\(path): '\(word)' cannot be \(place). Something other than sonde has written to "
        + "the database; record again into a new one")
  }

  private func session(_ row: RowCursor, in database: Database) throws -> CoverageSession {
    let id = row.integer(0) ?? 0
    guard let state = CoverageState(rawValue: row.string(11)) else {
      throw unknown(row.string(11), as: "the state of coverage \(id)")
    }
    let started = row.integer(9) ?? 0
    var session = CoverageSession(id: id, startedAt: UTCTime(nanoseconds: started), state: state)
    (session.sessionID, session.runID) = (row.integer(1), row.integer(2))
    (session.traceID, session.sondeVersion) = (row.optionalString(3), row.optionalString(6))
    (session.host, session.kernel) = (row.text(4), row.text(5))
    session.command = row.text(7)?.arguments ?? []
    session.pid = row.integer(8)
    session.endedAt = row.integer(10).map(UTCTime.init(nanoseconds:))
    let scope = row.text(12) ?? ""
    session.scope =
      (try? JSONDecoder().decode(JSONTree.self, from: Data(scope.bytes))) ?? .text(scope)
    session.budget = row.real(13)
    session.overhead = CoverageOverhead(
      probeHits: row.integer(14) ?? 0, foreignHits: row.integer(15) ?? 0,
      hitCost: row.integer(16), agentCPU: row.integer(17), attachTime: row.integer(18))
    (session.signals, session.signalsLost) = (row.integer(19) ?? 0, row.integer(20) ?? 0)
    let losses = try cursor(
      CoverageSQL.losses, session.runID ?? 0, started, row.integer(10) ?? .max, in: database)
    session.losses = try collect(losses) {
      LossCount(kind: $0.string(0), count: $0.integer(1) ?? 0)
    }
    return session
  }

  private func expectation(_ row: RowCursor, coverage: Int64) throws -> CoverageExpectation {
    guard let state = CoverageExpectation.State(rawValue: row.string(3)) else {
      throw unknown(row.string(3), as: "the state of an expectation of coverage \(coverage)")
    }
    var expectation = CoverageExpectation(
      kind: row.string(0), name: row.text(1) ?? "", source: row.text(2) ?? "", state: state)
    expectation.firstAt = row.integer(4).map(UTCTime.init(nanoseconds:))
    expectation.detail = row.text(5)
    return expectation
  }
}

extension CoverageDecision {
  fileprivate init(row: RowCursor) {
    self.init(
      turn: row.integer(0) ?? 0, at: UTCTime(nanoseconds: row.integer(1) ?? 0),
      action: row.string(2), why: row.text(8) ?? "")
    (probe, chosen, candidates) = (row.text(3), row.integer(4) ?? 0, row.integer(5) ?? 0)
    (score, cost) = (row.real(6), row.integer(7))
  }
}

extension CoveragePoint {
  /// - Parameter start: ns since 1970.
  fileprivate init(row: RowCursor, start: Int64) {
    self.init(
      milliseconds: Double((row.integer(0) ?? 0).subtractingClamped(start)) / 1e6,
      hit: row.integer(1) ?? 0,
      attached: row.integer(2) ?? 0, deferred: row.integer(3) ?? 0,
      probeHits: row.integer(4) ?? 0)
  }
}

extension RowCursor {
  func optionalString(_ column: Int) -> String? {
    text(column).map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  func string(_ column: Int) -> String {
    optionalString(column) ?? ""
  }
}
