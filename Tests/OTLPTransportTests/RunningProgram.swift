import Foundation
import Synchronization

/// A program that was started; killed with this object.
///
/// Not Foundation's `Process`: that takes a program to be running while one that was started at the
/// same time has a descriptor of it.
final class RunningProgram: Sendable {
  let pid: pid_t
  private let ends: AsyncStream<Int32>
  private let life = Life()

  private final class Life: Sendable {
    let hasEnded = Mutex(false)
  }

  /// Starts a program of PATH. What it writes goes to files in `directory`, which is where it runs.
  init(_ command: [String], in directory: URL) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    for (descriptor, name) in [(STDOUT_FILENO, "output"), (STDERR_FILENO, "errors")] {
      let path = directory.appending(path: name).path
      posix_spawn_file_actions_addopen(
        &actions, descriptor, path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    }
    let words = ["/usr/bin/env", "-C", directory.path] + command
    var arguments = words.map { strdup($0) } + [nil]
    var variables =
      ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The mask stays empty: threads of the test may block signals.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var pid: pid_t = 0
    let error = posix_spawn(&pid, words[0], &actions, &attributes, &arguments, &variables)
    guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EINVAL) }
    self.pid = pid
    let (ends, end) = AsyncStream<Int32>.makeStream()
    self.ends = ends
    let (child, life) = (pid, life)
    Thread.detachNewThread {
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
      life.hasEnded.withLock { $0 = true }
      end.yield(status)
      end.finish()
    }
  }

  deinit {
    life.hasEnded.withLock { hasEnded in
      if !hasEnded { kill(pid, SIGKILL) }
    }
  }

  /// Waits for its end. Once.
  ///
  /// - Returns: its wait status.
  @discardableResult
  func end() async -> Int32 {
    var status: Int32 = -1
    for await each in ends { status = each }
    return status
  }
}
