import Foundation
import Synchronization

/// A program that was started, in a process group of its own.
///
/// Not Foundation's `Process`: that hands a descriptor down to all descendants and takes the program
/// to be running while one of them has it.
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
  let pid: pid_t
  private let ends: AsyncStream<Int32>
  private let endStatus: EndStatus
  private let outputPath: String
  private let errorPath: String
  private let hasTimedOut = Mutex(false)

  /// Set by the thread that waits for the end.
  private final class EndStatus: Sendable {
    let status = Mutex<Int32?>(nil)
  }

  /// Starts it, looked up in PATH; output goes to files in `directory`, which is also where it runs.
  ///
  /// A `nil` in `environment` takes a variable away.
  init(
    _ command: [String], in directory: TemporaryDirectory, environment: [String: String?] = [:],
    input: Int32? = nil
  ) throws {
    self.command = command
    let name = UUID().uuidString
    outputPath = directory.path("\(name).stdout")
    errorPath = directory.path("\(name).stderr")
    let variables = environment.reduce(into: ProcessInfo.processInfo.environment) {
      $0[$1.key] = $1.value
    }
    pid = try Self.spawn(
      ["/usr/bin/env", "-C", directory.path] + command,
      environment: variables.map { "\($0.key)=\($0.value)" }, input: input, output: outputPath,
      errors: errorPath)
    let (ends, end) = AsyncStream.makeStream(of: Int32.self)
    self.ends = ends
    let endStatus = EndStatus()
    self.endStatus = endStatus
    let pid = pid
    Thread.detachNewThread {
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7f
      let code = signal == 0 ? status >> 8 & 0xff : 128 + signal
      endStatus.status.withLock { $0 = code }
      end.yield(code)
      end.finish()
    }
  }

  deinit {
    if isRunning { killGroup() }
  }

  var isRunning: Bool { endStatus.status.withLock { $0 == nil } }

  func send(_ signal: Int32) { kill(pid, signal) }

  /// Kills it and all that is still in its group.
  func killGroup() { kill(-pid, SIGKILL) }

  /// What it has written to standard output by now.
  var outputTextSoFar: String { Self.text(at: outputPath) }

  /// What it has written to standard error by now.
  var errorTextSoFar: String { Self.text(at: errorPath) }

  private static func text(at path: String) -> String {
    String(decoding: (try? Data(contentsOf: URL(filePath: path))) ?? Data(), as: UTF8.self)
  }

  /// Waits until it has ended. Once.
  ///
  /// - Throws: ``TimedOut`` when it takes longer than `limit`; it is killed then.
  func end(within limit: Duration = .seconds(60)) async throws -> Result {
    let watchdog = Task { [self] in
      try await Task.sleep(for: limit)
      hasTimedOut.withLock { $0 = true }
      killGroup()
    }
    defer { watchdog.cancel() }
    var code: Int32 = -1
    for await end in ends { code = end }
    let result = Result(
      status: code,
      output: try Data(contentsOf: URL(filePath: outputPath)),
      errors: try Data(contentsOf: URL(filePath: errorPath)))
    if hasTimedOut.withLock({ $0 }) {
      throw TimedOut(
        description: "\(command.joined(separator: " ")) did not end within \(limit). "
          + "It wrote: \(result.errorText)")
    }
    return result
  }

  private static func spawn(
    _ command: [String], environment: [String], input: Int32?, output: String, errors: String
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    let flags = O_WRONLY | O_CREAT | O_APPEND
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o644)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, flags, 0o644)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The mask stays empty: threads of the test may block signals.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))

    var arguments = command.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var pid: pid_t = 0
    let error = posix_spawn(&pid, command[0], &actions, &attributes, &arguments, &variables)
    guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EINVAL) }
    return pid
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
