import Foundation
import GRDB
import Testing

/// A command run under `sonde run`, and what was stored.
struct Trace {
  let directory: TemporaryDirectory
  let result: RunningCommand.Result
  let database: StoredDatabase

  /// Runs `command` to its end.
  init(
    _ command: [String], options: [String] = [], environment: [String: String?] = [:],
    in directory: TemporaryDirectory? = nil, within limit: Duration = .seconds(60)
  ) async throws {
    let directory = try directory ?? TemporaryDirectory()
    let path = directory.path("trace.db")
    let arguments = ["run", "--no-report", "--db", path] + options + ["--"] + command
    self.directory = directory
    result = try await RunningCommand(
      [try Installation().sonde] + arguments, in: directory, environment: environment
    ).end(within: limit)
    if !FileManager.default.fileExists(atPath: path) {
      throw Installation.Missing(
        description: "sonde stored nothing, ended with \(result.status), and wrote: "
          + result.errorText)
    }
    database = try StoredDatabase(path)
  }

  /// Runs a workload.
  static func workload(_ arguments: String..., options: [String] = []) async throws -> Trace {
    try await Trace([try Installation().workloads] + arguments, options: options)
  }

  /// The workload's process itself.
  func root() throws -> StoredProcess {
    try #require(try database.processes().first { $0.parentId == nil }, "no root process is stored")
  }

  /// The root's children, in the order of their start.
  func children() throws -> [StoredProcess] {
    let root = try root().processId
    return try database.processes().filter { $0.parentId == root }
  }

  func run() throws -> StoredRun {
    try #require(try database.runs().last, "no run is stored")
  }
}
