import Foundation
import Testing

/// What the script for bpftrace printed of a process and all below it.
struct LifecycleLog {
  /// What is known of one process.
  struct Life {
    var forks = 0
    var executions: [Execution] = []
    var ends: [End] = []
  }

  struct Execution: Equatable {
    var file = ""
    /// As printed: each argument ended by `\x00`, which is written so.
    var arguments = ""
  }

  struct End: Equatable {
    let exitCode: Int?
    let signal: Int?
    let coreDumped: Bool
    let seconds: Double
  }

  /// By process id.
  private(set) var lives: [pid_t: Life] = [:]
  private(set) var isComplete = true

  /// Reads the lines since `start`, in nanoseconds since boot, in the order of their times: each
  /// processor's are in order, those of several are not.
  init(_ text: String, since start: UInt64 = 0) {
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    isComplete = !text.contains("Lost ") && !text.contains(" unfollowed ")
    let timed = lines.enumerated().compactMap { number, words in
      words.first.flatMap { UInt64($0) }.map { (time: $0, number: number, words: words) }
    }
    let sorted = timed.sorted { ($0.time, $0.number) < ($1.time, $1.number) }
    for line in sorted where line.time >= start && line.words.count > 2 {
      if let pid = pid_t(line.words[2]) { read(line.words, of: pid) }
    }
  }

  private mutating func read(_ words: [Substring], of pid: pid_t) {
    var life = lives[pid] ?? Life()
    switch words[1] {
    case "fork": life.forks += 1
    case "exec": life.executions.append(Execution())
    case "file" where words.count > 3 && !life.executions.isEmpty:
      life.executions[life.executions.count - 1].file = words[3...].joined(separator: " ")
    // Spaces are kept as one, but where a line begins or ends with it.
    case "argv" where words.count > 4 && !life.executions.isEmpty:
      life.executions[life.executions.count - 1].arguments += words[4...].joined(separator: " ")
    case "exit" where words.count > 8:
      life.ends.append(
        End(
          exitCode: Int(words[5]), signal: Int(words[6]), coreDumped: words[7] == "1",
          seconds: (Double(words[8]) ?? 0) / 1e9))
    default: break
    }
    lives[pid] = life
  }

  /// Whether there is a process of which all is known: then all that traces is at work.
  var hasWholeLife: Bool {
    lives.values.contains { $0.forks > 0 && !$0.executions.isEmpty && !$0.ends.isEmpty }
  }

  /// When `pid` last executed something, in nanoseconds since boot.
  static func lastExecution(of pid: pid_t, in text: String) -> UInt64? {
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    let times = lines.filter { $0.count > 2 && $0[1] == "exec" && pid_t($0[2]) == pid }
    return times.compactMap { UInt64($0[0]) }.max()
  }
}

extension LifecycleLog {
  /// Runs `command` to its end under the script for bpftrace, which is at work before it begins.
  ///
  /// - Parameter command: Must not execute another program in its own process.
  /// - Returns: What was printed since the command's own execution, and its process.
  static func of(
    _ command: [String], in directory: TemporaryDirectory
  ) async throws -> (log: LifecycleLog, pid: pid_t, result: RunningCommand.Result) {
    let gate = try directory.write(gate, to: "gate", permissions: 0o755)
    let running = try RunningCommand([gate] + command, in: directory)
    defer { running.killGroup() }
    let tracer = try RunningCommand(
      tracefs + [Installation.path("scripts/lifecycle.bt"), String(running.pid)], in: directory)
    defer { tracer.killGroup() }
    func printed() throws -> String { try directory.read("lifecycle.log") }
    try await wait(for: "a process that bpftrace saw from its fork to its end") {
      guard tracer.isRunning else { return true }
      return try directory.exists("lifecycle.log") && LifecycleLog(printed()).hasWholeLife
    }
    try #require(tracer.isRunning, "bpftrace ended: \(tracer.errorTextSoFar)")
    try directory.write("", to: "go")
    let result = try await running.end()
    try await wait(for: "the end of process \(running.pid) in bpftrace's log") {
      try LifecycleLog(printed()).lives[running.pid]?.ends.isEmpty == false
    }
    tracer.send(SIGINT)
    _ = try await tracer.end()
    let text = try printed()
    let start = try #require(lastExecution(of: running.pid, in: text))
    return (LifecycleLog(text, since: start), running.pid, result)
  }

  /// Runs small processes until it may become the command.
  private static let gate = """
    #!/bin/bash
    until [[ -e go ]]; do /bin/sleep 0.05; done
    exec "$@"
    """

  /// bpftrace finds tracepoints in tracefs; where that is not mounted, it is for bpftrace alone.
  private static let tracefs = [
    "unshare", "--mount", "sh", "-c",
    """
    place=/sys/kernel/tracing
    [ -d $place/events ] || mount -t tracefs tracefs $place || exit 1
    exec "$@" >lifecycle.log
    """, "sh",
  ]
}
