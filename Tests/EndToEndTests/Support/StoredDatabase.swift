import Foundation
import GRDB

/// What sonde has stored, as its views show it.
struct StoredDatabase {
  private let queue: DatabaseQueue

  init(_ path: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    queue = try DatabaseQueue(path: path, configuration: configuration)
  }

  func runs() throws -> [StoredRun] {
    try queue.read { try StoredRun.fetchAll($0, sql: "SELECT * FROM runs ORDER BY run_id") }
  }

  func processes() throws -> [StoredProcess] {
    try queue.read {
      try StoredProcess.fetchAll($0, sql: "SELECT * FROM processes ORDER BY started_at, process_id")
    }
  }

  func executions() throws -> [StoredExecution] {
    try queue.read {
      try StoredExecution.fetchAll($0, sql: "SELECT * FROM executions ORDER BY execution_id")
    }
  }

  /// Rows of any view.
  func rows<Row: FetchableRecord>(_ sql: String) throws -> [Row] {
    try queue.read { try Row.fetchAll($0, sql: sql) }
  }

  func number(_ sql: String, _ arguments: StatementArguments = []) throws -> Int? {
    try queue.read { try Int.fetchOne($0, sql: sql, arguments: arguments) }
  }

  func numbers(_ sql: String) throws -> [Double] {
    try queue.read { try Double.fetchAll($0, sql: sql) }
  }

  /// The numbers in the first row, by column; `nil` when there is no row.
  func numbersByColumn(_ sql: String) throws -> [String: Double]? {
    try queue.read { database in
      try Row.fetchOne(database, sql: sql).map { row in
        row.reduce(into: [:]) { $0[$1.0] = Double.fromDatabaseValue($1.1) }
      }
    }
  }

  func texts(_ sql: String, _ arguments: StatementArguments = []) throws -> [String] {
    try queue.read { try String.fetchAll($0, sql: sql, arguments: arguments) }
  }
}

/// A row of the view `runs`.
struct StoredRun: Decodable, FetchableRecord {
  static let databaseColumnDecodingStrategy = DatabaseColumnDecodingStrategy.convertFromSnakeCase

  let runId: Int64
  let name: String?
  let pipeline: String?
  let command: String
  let startedAt: String
  let endedAt: String?
  let exitCode: Int?
  let processes: Int
  let executions: Int
  let lostEvents: Int
  let complete: Bool?
  let interrupted: Bool
  let traceId: String?
  let spanId: String?
  let parentSpanId: String?
}

/// A row of the view `processes`.
struct StoredProcess: Decodable, FetchableRecord {
  static let databaseColumnDecodingStrategy = DatabaseColumnDecodingStrategy.convertFromSnakeCase

  let processId: Int64
  let runId: Int64
  let parentId: Int64?
  let pid: pid_t
  let ppid: pid_t
  let comm: String
  let executable: String?
  let script: String?
  let command: String?
  /// The name of the program that it executed last, or that its parent had.
  let tool: String?
  let execs: Int
  let cwd: String?
  let uid: Int64?
  let user: String?
  let seeded: Bool
  let startedAt: String
  let endedAt: String?
  let durationS: Double?

  let exitCode: Int?
  let signal: Int?
  let signalName: String?
  let coreDumped: Bool?
  let oomKilled: Bool
  let killedByPid: pid_t?
  let killedByComm: String?

  let cpuUserS: Double?
  let cpuSystemS: Double?
  let peakRssBytes: Int?
  let peakRssSource: String?
  let minorFaults: Int?
  let majorFaults: Int?
  let voluntarySwitches: Int?
  let involuntarySwitches: Int?
  let rchar: Int?
  let wchar: Int?
  let syscr: Int?
  let syscw: Int?
  let readBytes: Int?
  let writeBytes: Int?
  let cancelledWriteBytes: Int?
  let maxThreads: Int?
}

/// A row of the view `executions`.
struct StoredExecution: Decodable, FetchableRecord {
  static let databaseColumnDecodingStrategy = DatabaseColumnDecodingStrategy.convertFromSnakeCase

  let processId: Int64
  let seq: Int
  let executable: String?
  let script: String?
  let argv: String?
  let argvBytes: Int?
  let argvTruncated: Bool
  let cwd: String?
  let environment: String?
  let error: String?

  /// The arguments; for those that are valid text.
  var arguments: [String] {
    get throws { try JSONDecoder().decode([String].self, from: Data((argv ?? "null").utf8)) }
  }

  /// The environment variables that were kept.
  var variables: [String: String] {
    get throws {
      try JSONDecoder().decode([String: String].self, from: Data((environment ?? "{}").utf8))
    }
  }
}
