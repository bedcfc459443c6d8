import Foundation
import Testing

extension TracingTests {
  @Suite("An execution")
  struct ExecutionTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("of a script names the interpreter and the script")
    func script() async throws {
      let script = try directory.write("#!/bin/bash -e\nexit 3\n", to: "job", permissions: 0o755)
      let trace = try await Trace([script, "a", "b c"], in: directory)
      let execution = try #require(try trace.database.executions().first)
      #expect(execution.executable == Self.real("/bin/bash"))
      #expect(execution.script == script)
      #expect(try execution.arguments == ["/bin/bash", "-e", script, "a", "b c"])
      #expect(try trace.root().comm == "job")
    }

    @Test("by a relative path names the absolute one")
    func relative() async throws {
      try directory.write("#!/bin/sh\nexit 0\n", to: "job", permissions: 0o755)
      try FileManager.default.copyItem(
        atPath: try Installation().workloads, toPath: directory.path("program"))
      let trace = try await Trace(["./job"], in: directory)
      #expect(try trace.database.executions().first?.script == directory.path("job"))
      let second = try await Trace(["/bin/sh", "-c", "./program exit 4; ./job; :"], in: directory)
      let run = try second.run().runId
      let executions = try second.database.processes().filter { $0.runId == run }
      #expect(executions.contains { $0.executable == directory.path("program") })
      #expect(executions.contains { $0.script == directory.path("job") })
    }

    @Test("knows where it happened")
    func workingDirectory() async throws {
      let trace = try await Trace(["/bin/sh", "-c", "cd /usr/lib && /bin/true; :"], in: directory)
      let executions = try trace.database.executions()
      #expect(executions.map(\.cwd) == [directory.path, "/usr/lib"])
    }

    @Test("knows where it happened, a hundred directories deep")
    func deepWorkingDirectory() async throws {
      struct Printed: Decodable {
        let top: String
        let depth: Int
      }
      let trace = try await Trace.workload("deep-cwd", "100")
      let printed = try JSONDecoder().decode(Printed.self, from: trace.result.output)
      let names = (1...printed.depth).map { "directory-" + String("000000000\($0)".suffix(10)) }
      let execution = try #require(try trace.database.executions().last)
      let whole = ([printed.top] + names).joined(separator: "/")
      #expect(
        execution.cwd.map { $0.replacing("00000000", with: "0") }
          == whole.replacing("00000000", with: "0"))
    }

    @Test("that fails is stored with what was asked for and the error")
    func failures() async throws {
      let trace = try await Trace.workload("failed-execs", "13", "7", "5")
      let failed = try trace.database.executions().filter { $0.error != nil }
      #expect(failed.count { $0.error == "ENOENT" } == 13)
      #expect(failed.count { $0.error == "EACCES" } == 7)
      #expect(failed.count { $0.error == "ENOEXEC" } == 5)
      #expect(failed.count == 25)
      for execution in failed where execution.error == "ENOENT" {
        #expect(execution.executable == "/nonexistent/program")
      }
      for execution in failed where execution.error == "EACCES" {
        #expect(execution.executable?.hasSuffix("/not-executable") == true)
      }
      #expect(try trace.root().execs == 1)
      #expect(try trace.run().executions == 1)
    }

    @Test("of a script without its interpreter fails under the script's name")
    func badInterpreter() async throws {
      let failed = try await Trace.workload("bad-interpreter", "3").database.executions()
        .filter { $0.error != nil }
      #expect(failed.map(\.error) == ["ENOENT", "ENOENT", "ENOENT"])
      #expect(failed.allSatisfy { $0.executable?.hasSuffix("/script") == true })
    }

    @Test("of several in one process counts each, and the last one names the process")
    func several() async throws {
      let trace = try await Trace(
        ["/bin/sh", "-c", "exec /usr/bin/env /usr/bin/nice -n 0 /bin/sleep 0.01"], in: directory)
      let executions = try trace.database.executions()
      #expect(executions.count == 4)
      #expect(executions.map(\.seq) == [1, 2, 3, 4])
      #expect(try trace.root().execs == 4)
      #expect(try trace.root().command == #"["/bin/sleep","0.01"]"#)
      #expect(try trace.run().executions == 4)
    }

    @Test("keeps the environment variables that are asked for, and no others")
    func environment() async throws {
      let config = try directory.write(
        "capture.environment = ['SLURM_JOB_ID', 'SNAKEMAKE_*']\n", to: "config.toml")
      let trace = try await Trace(
        ["/bin/true"], options: ["--config", config],
        environment: ["SLURM_JOB_ID": "17", "SNAKEMAKE_X": "ü=1", "SECRET_THING": "4711abc"],
        in: directory)
      let execution = try #require(try trace.database.executions().first)
      #expect(try execution.variables == ["SLURM_JOB_ID": "17", "SNAKEMAKE_X": "ü=1"])
    }

    @Test("keeps what workflow engines tell, without being asked")
    func defaultEnvironment() async throws {
      let trace = try await Trace(
        ["/bin/true"],
        environment: ["TRACESTATE": "a=1", "SNAKEMAKE_X": "1", "SECRET_THING": "4711abc"],
        in: directory)
      let variables = try #require(try trace.database.executions().first).variables
      // Told by sonde itself: the run's span.
      #expect(variables["TRACEPARENT"]?.count == 55)
      #expect(variables["SNAKEMAKE_X"] == "1")
      #expect(variables["SECRET_THING"] == nil)
    }

    /// A path without symbolic links, as the kernel has it.
    private static func real(_ path: String) -> String {
      URL(filePath: path).resolvingSymlinksInPath().path
    }
  }
}
