import Foundation
import GRDB
import Testing

/// A command run under `sonde coverage run`, and what was stored of it.
struct CoverageRun {
  let directory: TemporaryDirectory
  let result: RunningCommand.Result
  let database: StoredDatabase

  /// Runs `command` to its end.
  init(
    _ command: [String], options: [String] = [], environment: [String: String?] = [:],
    input: Int32? = nil, in directory: TemporaryDirectory, within limit: Duration = .seconds(60)
  ) async throws {
    let running = try Self.start(
      command, options: options, environment: environment, input: input, in: directory)
    try await self.init(of: running, in: directory, within: limit)
  }

  /// Waits for the end of one that was started.
  init(
    of running: RunningCommand, database name: String = "coverage.db",
    in directory: TemporaryDirectory, within limit: Duration = .seconds(60)
  ) async throws {
    self.directory = directory
    result = try await running.end(within: limit)
    guard directory.exists(name) else {
      throw Installation.Missing(
        description: "sonde stored nothing, ended with \(result.status), and wrote: "
          + result.errorText)
    }
    database = try StoredDatabase(directory.path(name))
  }

  /// Starts a command under `sonde coverage run`.
  static func start(
    _ command: [String], options: [String] = [], environment: [String: String?] = [:],
    input: Int32? = nil, database: String = "coverage.db", in directory: TemporaryDirectory
  ) throws -> RunningCommand {
    let arguments = ["coverage", "run", "--no-report", "--db", directory.path(database)]
    return try RunningCommand(
      [try Installation().sonde] + arguments + options + (command.isEmpty ? [] : ["--"] + command),
      in: directory, environment: environment, input: input)
  }

  /// The functions of the newest coverage.
  func functions() throws -> [StoredFunction] { try database.functions() }

  /// Names of those that were seen to run, of one file or of all.
  func hits(of file: String? = nil) throws -> Set<String> {
    Set(
      try functions().filter { $0.state == "hit" && (file == nil || $0.file == file) }.map(\.name))
  }

  /// Of these names, those that were seen to run: for programs that hold much that is not their own.
  func hits(among names: Set<String>) throws -> Set<String> { try hits().intersection(names) }
}

extension StoredDatabase {
  /// The functions of the newest coverage.
  func functions() throws -> [StoredFunction] {
    try rows(
      """
      SELECT * FROM coverage_functions
      WHERE coverage_id = (SELECT max(coverage_id) FROM coverages) ORDER BY object_path, offset
      """)
  }

  /// The newest coverage.
  func coverage() throws -> StoredCoverage {
    let rows: [StoredCoverage] = try rows(
      "SELECT * FROM coverages ORDER BY coverage_id DESC LIMIT 1")
    return try #require(rows.first, "no coverage is stored")
  }
}

/// A row of the view `coverages`.
struct StoredCoverage: Decodable, FetchableRecord {
  static let databaseColumnDecodingStrategy = DatabaseColumnDecodingStrategy.convertFromSnakeCase

  let coverageId: Int64
  let runId: Int64?
  let command: String
  let pid: Int64?
  let endedAt: String?
  let state: String
  let probeHits: Int?
  let foreignHits: Int?
  let signalsLost: Int?
}

/// A row of the view `coverage_functions`.
struct StoredFunction: Decodable, FetchableRecord {
  static let databaseColumnDecodingStrategy = DatabaseColumnDecodingStrategy.convertFromSnakeCase

  let objectPath: String
  let offset: Int64
  let size: Int64
  let name: String
  let linkageName: String
  let sourceFile: String?
  let inlinedCopies: Int
  let state: String
  let reason: String?
  let hitAt: String?
  let pid: Int64?
  let hits: Int
  let test: String?

  /// The name of the object's file.
  var file: String { URL(filePath: objectPath).lastPathComponent }

  /// Whether it counts: it could have been seen to run.
  var isInScope: Bool { state != "ineligible" }
}
