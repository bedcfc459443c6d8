import Foundation

/// What strace saw of execve and execveat in a command and all its descendants.
struct StraceLog {
  /// How often each path was executed, by the last component of its real path: a script by its own.
  private(set) var successes: [String: Int] = [:]
  /// How often an execution failed, by the name of the error.
  private(set) var failures: [String: Int] = [:]

  /// Runs `command` under strace.
  init(
    of command: [String], environment: [String: String?] = [:], in directory: TemporaryDirectory
  ) async throws {
    let file = directory.path("strace.log")
    let result = try await RunningCommand(
      ["strace", "-f", "-qq", "--seccomp-bpf", "-y", "-e", "trace=execve,execveat", "-o", file]
        + command,
      in: directory, environment: environment
    ).end(within: .seconds(100))
    status = result.status
    read(String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self))
  }

  let status: Int32

  /// Lines are `PID execve("PATH", …) = 0` or `… = -1 ENOENT (…)`; when something of another thread
  /// came in between, in two parts: `PID execve("PATH", … <unfinished ...>` and
  /// `PID <... execve resumed>) = 0`.
  private mutating func read(_ log: String) {
    var names: [Substring: String] = [:]
    for line in log.split(separator: "\n") {
      guard let pid = line.split(separator: " ").first else { continue }
      if line.contains(" execve(") || line.contains(" execveat(") {
        names[pid] = fileName(ofPath: Self.path(in: line))
      }
      guard let result = line.range(of: " = ", options: .backwards) else { continue }
      let words = line[result.upperBound...].split(separator: " ")
      if words.first == "0" {
        successes[names[pid] ?? "", default: 0] += 1
      } else if words.first == "-1", words.count > 1 {
        failures[String(words[1]), default: 0] += 1
      }
    }
  }

  /// The first string; if it is empty, the path of the descriptor: `execveat(3</bin/true>, "", …`.
  private static func path(in line: Substring) -> String {
    let quoted = line.split(separator: "\"", omittingEmptySubsequences: false)
    if quoted.count > 1, !quoted[1].isEmpty { return String(quoted[1]) }
    let angled = line.split(maxSplits: 2, whereSeparator: { $0 == "<" || $0 == ">" })
    return angled.count > 1 ? String(angled[1]) : ""
  }
}

/// The last component of a path, symbolic links resolved.
func fileName(ofPath path: String) -> String {
  URL(filePath: path).resolvingSymlinksInPath().lastPathComponent
}
