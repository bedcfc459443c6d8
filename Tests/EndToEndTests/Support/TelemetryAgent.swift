import Foundation

/// An agent that follows one program, and exports.
final class TelemetryAgent {
  let process: RunningCommand
  private let path: String

  /// Starts it, and waits until it follows.
  ///
  /// - Parameters:
  ///   - program: the name of the program that begins a run.
  ///   - pipeline: what its runs are of.
  ///   - configuration: further lines of the configuration, of the table `telemetry`.
  init(
    following program: String, as pipeline: String, configuration: String = "",
    environment: [String: String?], in directory: TemporaryDirectory
  ) async throws {
    let text = """
      [telemetry]
      \(configuration)
      [filters.executables]
      \(pipeline) = ["\(program)"]
      """
    let config = try directory.write(text, to: "agent.toml")
    path = directory.path("agent.db")
    process = try RunningCommand(
      [try Installation().sonde, "agent", "--config", config, "--db", path], in: directory,
      environment: environment)
    let process = process
    try await wait(for: "the agent to follow") {
      guard process.isRunning else {
        throw Installation.Missing(description: "no agent: \(process.errorTextSoFar)")
      }
      return process.errorTextSoFar.contains("following")
    }
  }

  deinit { process.killGroup() }

  func database() throws -> StoredDatabase { try StoredDatabase(path) }

  /// Asks it to end, and waits for that.
  @discardableResult
  func stop() async throws -> RunningCommand.Result {
    process.send(SIGTERM)
    return try await process.end(within: .seconds(20))
  }
}
