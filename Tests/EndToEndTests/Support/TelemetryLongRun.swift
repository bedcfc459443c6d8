import Foundation
import Testing

/// A command under `sonde run` that goes on until it is told to end. It says `out` then, and exits
/// with 3.
struct TelemetryLongRun {
  let sonde: RunningCommand
  /// The path of its database.
  let database: String
  private let gate: String

  /// How long sonde may take at its end to deliver what is left, and to write its database.
  private static let patience = Duration.seconds(5 + 2)

  /// - Parameter script: what it does first.
  init(
    _ script: String, environment: [String: String?], in directory: TemporaryDirectory
  ) throws {
    database = directory.path("trace.db")
    gate = directory.path("gate-\(UUID().uuidString)")
    mkfifo(gate, 0o600)
    sonde = try RunningCommand(
      [
        try Installation().sonde, "run", "--no-report", "--db", database, "--", "/bin/bash", "-c",
        "\(script)\nread -r <\(gate)\necho out\nexit 3",
      ], in: directory, environment: environment)
  }

  /// Tells the command to end, and waits for sonde's end. What becomes of telemetry changes neither
  /// the command's output nor its status, and does not hold it up.
  func finish() async throws -> RunningCommand.Result {
    try await openGate()
    let start = ContinuousClock.now
    let end = try await sonde.end(within: .seconds(30))
    #expect(ContinuousClock.now - start < Self.patience)
    #expect(end.status == 3)
    #expect(end.outputText == "out\n")
    return end
  }

  /// Tells the command to end, whoever it belongs to.
  func openGate() async throws {
    var descriptor: Int32 = -1
    try await wait(for: "the command to wait for its end") {
      descriptor = open(gate, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
      return descriptor >= 0
    }
    write(descriptor, "\n", 1)
    close(descriptor)
  }
}
