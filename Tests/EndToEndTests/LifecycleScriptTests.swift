import Foundation
import Testing

extension TracingTests {
  /// Two witnesses of one workload: the script for bpftrace follows sonde, which traces it.
  @Suite("Agreement with the script for bpftrace")
  struct LifecycleScriptTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("on endings of every kind")
    func endings() async throws {
      let workloads = try Installation().workloads
      let script = try directory.write(
        Self.endings.replacing("WORKLOADS", with: workloads), to: "endings", permissions: 0o755)
      let log = try await compare([script])
      let signals = log.lives.values.flatMap(\.ends).compactMap(\.signal)
      #expect(Set(signals) == [Int(SIGTERM), Int(SIGKILL), Int(SIGSEGV)])
    }

    private static let endings = """
      #!/bin/bash
      sh -c 'exit 3'
      (exit 4)
      WORKLOADS exit 255
      WORKLOADS raise TERM
      WORKLOADS segv
      WORKLOADS leader-exits-first 7
      WORKLOADS exec-from-thread /bin/sh -c 'exit 9'
      WORKLOADS threads 3 0.01
      WORKLOADS fork-no-exec 5
      WORKLOADS kill-child KILL
      env env env true
      no-such-command
      seq 9 | xargs -n 1 -P 3 /bin/true
      exit 0
      """

    @Test(
      "on processes that only fork, and on many at a time",
      arguments: [["fork-tree", "3", "4"], ["storm", "300", "8"], ["vfork-exit", "6"]])
    func many(workload: [String]) async throws {
      try await compare([try Installation().workloads] + workload)
    }

    @Test("on arguments, those that are long or hard to print included")
    func arguments() async throws {
      let long = String(repeating: "0123456789", count: 30)
      let log = try await compare(["/bin/true", "a b", "tab\there", "line\nbreak", "\u{e9}", long])
      let executions = log.lives.values.flatMap(\.executions)
      let execution = try #require(executions.first { $0.file == "/bin/true" })
      let words = ["/bin/true", "a b", #"tab\x09here"#, #"line\x0abreak"#, #"\xc3\xa9"#, long]
      #expect(execution.arguments == words.map { $0 + #"\x00"# }.joined())
    }

    /// Compares all that both know of each process.
    @discardableResult
    private func compare(_ command: [String]) async throws -> LifecycleLog {
      let sonde = try Installation().sonde
      let path = directory.path("trace.db")
      let (log, sondePid, result) = try await LifecycleLog.of(
        [sonde, "run", "--no-report", "--db", path, "--"] + command, in: directory)
      #expect(log.isComplete)
      let database = try StoredDatabase(path)
      #expect(try database.runs().map(\.complete) == [true], "\(result.errorText)")
      let processes = try database.processes()
      #expect(Set(processes.map(\.pid)) == Set(log.lives.keys).subtracting([sondePid]))
      for process in processes {
        let life = try #require(log.lives[process.pid])
        #expect(life.forks == 1)
        #expect(life.executions.count == process.execs, "\(process.comm)")
        #expect(life.ends.map(\.exitCode) == [process.exitCode], "\(process.comm)")
        #expect(life.ends.map(\.signal) == [process.signal], "\(process.comm)")
        #expect(life.ends.map(\.coreDumped) == [process.coreDumped], "\(process.comm)")
        let seconds = try #require(process.durationS)
        let difference = abs((life.ends.first?.seconds ?? 0) - seconds)
        #expect(difference < 0.02, "\(process.comm): \(difference) s apart")
      }
      return log
    }
  }
}
