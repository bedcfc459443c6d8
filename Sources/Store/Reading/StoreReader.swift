internal import GRDB

/// Reads a database, also while somebody writes to it; never changes it.
public final class StoreReader: Sendable {
  /// The file.
  public let path: String
  let queue: DatabaseQueue

  /// Opens an existing database.
  ///
  /// - Throws: ``StoreError``.
  public init(path: String) throws {
    self.path = path
    queue = try StoreFile.openForReading(path)
  }

  /// The run that began last; `nil` when there is none.
  ///
  /// - Throws: ``StoreError``.
  public func latestRun() throws -> RunRecord? {
    try runs(limit: 1).first
  }

  /// The runs that began last, the last first.
  ///
  /// - Throws: ``StoreError``.
  public func runs(limit: Int) throws -> [RunRecord] {
    try reading { database in
      try Row.fetchAll(database, sql: ReportSQL.runs, arguments: [Int64(clamping: limit)])
        .map(RunRecord.init(row:))
    }
  }

  /// A run by its number; `nil` when there is none of that number.
  ///
  /// - Throws: ``StoreError``.
  public func run(id: Int64) throws -> RunRecord? {
    try reading { try Self.run(id: id, in: $0) }
  }

  static func run(id: Int64, in database: Database) throws -> RunRecord? {
    try Row.fetchOne(database, sql: ReportSQL.run, arguments: [id]).map(RunRecord.init(row:))
  }

  /// Runs `body` on one unchanging state of the database.
  func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try queue.read(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }
}

extension RunRecord {
  init(row: Row) {
    var columns = RowReader(row)
    id = columns.integer()
    name = columns.optionalString()
    pipeline = columns.optionalString()
    command = ArgumentList.decode(columns.text())
    started = columns.integer()
    ended = columns.optionalInteger()
    outcome = ProcessOutcome(waitStatus: columns.optionalInteger())
    processes = columns.integer()
    executions = columns.integer()
    lost = columns.integer()
    isComplete = columns.optionalBool()
    isInterrupted = columns.bool()
    host = columns.string()
    kernel = columns.string()
    let cpu = columns.optionalInteger()
    let peakRSS = columns.optionalInteger()
    let kernelTime = columns.optionalInteger()
    if let cpu, let peakRSS {
      tracing = Tracing(cpu: cpu, peakRSS: peakRSS, kernel: kernelTime)
    } else {
      tracing = nil
    }
    traceID = columns.optionalString()
  }
}
