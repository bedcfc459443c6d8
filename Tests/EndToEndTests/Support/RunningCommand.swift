import Foundation
import Synchronization

/// A program that was started, in a process group of its own.
final class RunningCommand: Sendable {
  struct TimedOut: Error, CustomStringConvertible {
    let description: String
  }

  /// How it ended, and what it wrote.
  struct Result {
    /// As a shell has it: the exit status, or 128 and the signal.
    let status: Int32
    let output: Data
    let errors: Data

    var outputText: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }
  }

  let command: [String]
  private let process = Process()
  private let ends: AsyncStream<Void>
  private let outputPath: String
  private let errorPath: String
  private let hasTimedOut = Mutex(false)

  var pid: pid_t { process.processIdentifier }
  var isRunning: Bool { process.isRunning }

  /// Starts it; output goes to files in `directory`, which is also where it runs.
  ///
  /// A `nil` in `environment` takes a variable away.
  init(
    _ command: [String], in directory: TemporaryDirectory, environment: [String: String?] = [:],
    input: FileHandle = .nullDevice
  ) throws {
    self.command = command
    let name = UUID().uuidString
    outputPath = directory.path("\(name).stdout")
    errorPath = directory.path("\(name).stderr")
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    self.ends = ends
    // Not by Process's own look-up: there is none.
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = Array(command)
    if command[0].hasPrefix("/") {
      process.executableURL = URL(filePath: command[0])
      process.arguments = Array(command.dropFirst())
    }
    process.currentDirectoryURL = URL(filePath: directory.path)
    process.environment = environment.reduce(into: ProcessInfo.processInfo.environment) {
      $0[$1.key] = $1.value
    }
    process.standardInput = input
    process.standardOutput = try Self.create(outputPath)
    process.standardError = try Self.create(errorPath)
    process.terminationHandler = { _ in end.finish() }
    try process.run()
  }

  deinit {
    if process.isRunning { kill(-pid, SIGKILL) }
  }

  func send(_ signal: Int32) { kill(pid, signal) }

  /// Kills it and all that is still in its group.
  func killGroup() { kill(-pid, SIGKILL) }

  /// What it has written to standard error by now.
  var errorTextSoFar: String {
    String(decoding: (try? Data(contentsOf: URL(filePath: errorPath))) ?? Data(), as: UTF8.self)
  }

  /// Waits until it has ended.
  ///
  /// - Throws: ``TimedOut`` when it takes longer than `limit`; it is killed then.
  func end(within limit: Duration = .seconds(60)) async throws -> Result {
    let watchdog = Task { [self] in
      try await Task.sleep(for: limit)
      hasTimedOut.withLock { $0 = true }
      killGroup()
    }
    for await _ in ends {}
    watchdog.cancel()
    process.waitUntilExit()
    let hasSignal = process.terminationReason == .uncaughtSignal
    let result = Result(
      status: process.terminationStatus + (hasSignal ? 128 : 0),
      output: try Data(contentsOf: URL(filePath: outputPath)),
      errors: try Data(contentsOf: URL(filePath: errorPath)))
    if hasTimedOut.withLock({ $0 }) {
      throw TimedOut(
        description: "\(command.joined(separator: " ")) did not end within \(limit). "
          + "It wrote: \(result.errorText)")
    }
    return result
  }

  private static func create(_ path: String) throws -> FileHandle {
    try Data().write(to: URL(filePath: path))
    return try FileHandle(forWritingTo: URL(filePath: path))
  }
}

/// Waits until `condition` holds.
///
/// - Throws: ``RunningCommand/TimedOut``, naming `what`.
func wait(
  for what: String, within limit: Duration = .seconds(20), _ condition: () throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < deadline else {
      throw RunningCommand.TimedOut(description: "\(what): not within \(limit)")
    }
    try await Task.sleep(for: .milliseconds(20))
  }
}
