import Foundation
import Testing

extension TracingTests {
  @Suite("Agreement with strace")
  struct StraceTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("on executions of every kind, those that fail included")
    func everyKind() async throws {
      try directory.write("#!/bin/sh\n/bin/true\n", to: "job", permissions: 0o755)
      try directory.write("#!/usr/bin/env sh\nexit 0\n", to: "job-by-env", permissions: 0o755)
      try directory.write("#!/no/such/interpreter\n", to: "orphaned", permissions: 0o755)
      try directory.write("#!/bin/sh\n", to: "plain")
      let main = try directory.write(Self.main, to: "main", permissions: 0o755)
      try await compare([main], failures: ["ENOENT", "EACCES"])
    }

    /// Executes in every way there is.
    private static let main = """
      #!/bin/bash
      ./job; ./job-by-env; ./orphaned; ./plain
      PATH=/nonexistent:/also-missing:$PATH env true
      env no-such-command
      /usr/bin/python3 -c 'import os; os.execve(os.open("/bin/true", os.O_RDONLY), ["true"], {})'
      /usr/bin/python3 - <<'PYTHON'
      import os
      for path in "/no/such/file", "/tmp", "./plain", "/bin/sh/x":
        try:
          os.execv(path, ["x"])
        except OSError:
          pass
      PYTHON
      for i in 1 2 3; do (exec /bin/true) & done
      wait
      seq 7 | xargs -n 1 -P 3 /bin/true
      true
      """

    @Test(
      "on the pipelines", .timeLimit(.minutes(4)),
      arguments: [
        ("pipeline_1.sh", ["PIPELINE_SECONDS": "2"]),
        ("bioinformatics_pipeline.sh", ["READS": "5000"]),
      ])
    func pipelines(name: String, environment: [String: String]) async throws {
      try await compare([Installation.path("pipelines/\(name)")], environment: environment)
    }

    /// Runs the command twice, under strace and under sonde, and compares.
    private func compare(
      _ command: [String], environment: [String: String] = [:], failures expected: [String] = []
    ) async throws {
      let environment = environment.mapValues { Optional($0) }
      let log = try await StraceLog(of: command, environment: environment, in: directory)
      let trace = try await Trace(
        command, environment: environment, in: directory, within: .seconds(100))
      #expect(log.status == 0)
      #expect(trace.result.status == 0, "\(trace.result.errorText)")
      let executions = try trace.database.executions()
      var successes: [String: Int] = [:]
      var failures: [String: Int] = [:]
      for execution in executions {
        if let error = execution.error {
          failures[error, default: 0] += 1
        } else {
          let path = execution.script ?? execution.executable ?? ""
          successes[fileName(ofPath: path), default: 0] += 1
        }
      }
      #expect(successes == log.successes)
      #expect(failures == log.failures)
      for error in expected { #expect(failures[error] ?? 0 > 0, "\(error) did not occur") }
      #expect(try trace.run().executions == log.successes.values.reduce(0, +))
      #expect(try trace.run().complete == true)
    }
  }
}
