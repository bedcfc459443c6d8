import Foundation
import GRDB
import Testing

extension TracingTests {
  @Suite("Why something failed")
  struct FailureTests {
    /// A command, and what is said of the first thing in it that failed.
    struct Case: CustomStringConvertible, Sendable {
      let command: [String]
      var status: Int32 = 0
      let kind: String
      var hidden = true
      /// Parts of the sentence.
      let says: [String]

      var description: String { command.joined(separator: " ") }

      static func shell(
        _ text: String, status: Int32 = 0, _ kind: String, hidden: Bool = true, _ says: [String]
      ) -> Case {
        Case(
          command: ["/bin/sh", "-c", text], status: status, kind: kind, hidden: hidden, says: says)
      }
    }

    static let cases: [Case] = [
      .shell(
        "cat missing.txt", status: 1, "exit", hidden: false,
        [
          "cat failed with exit status 1; before that, it could not open missing.txt: no such file "
            + "or directory"
        ]),
      .shell(
        "mkdir d; cat d; true", "exit", ["cat failed", "could not read", "/d: it is a directory"]),
      .shell(
        "true; sonde-no-such-tool --fast", status: 127, "missing_command", hidden: false,
        ["sonde-no-such-tool could not be run: there is no such program"]),
      // Who does not find it forks nobody, and has become somebody else when it ends.
      .shell(
        "echo a >f; sonde-no-such-tool --fast; exec cat f", "missing_command",
        [
          "sonde-no-such-tool could not be run: there is no such program; cat around it ended with "
            + "exit status 0 all the same"
        ]),
      .shell(
        "env sonde-no-such-tool --fast; true", "missing_command",
        [
          "sonde-no-such-tool could not be run: there is no such program; sh around it ended with "
            + "exit status 0 all the same"
        ]),
      Case(
        command: ["/bin/bash", "-c", "sonde-no-such-tool --fast; true"], kind: "missing_command",
        says: ["sonde-no-such-tool could not be run: there is no such program; bash around it"]),
      // What is there was looked for in vain as well, in the places before the one in which it is.
      Case(
        command: ["/bin/bash", "-c", "ls; sonde-no-such-tool --fast | cat; date"],
        kind: "missing_command", says: ["sonde-no-such-tool could not be run: there is no such"]),
      Case(
        command: ["/bin/dash", "-c", "ls; sonde-no-such-tool --fast | cat; date"],
        kind: "missing_command", says: ["sonde-no-such-tool could not be run: there is no such"]),
      .shell(
        "touch step; chmod 644 step; ./step; true", "exec",
        ["./step could not be run: permission denied"]),
      .shell(
        "unshare -m sh -c 'mount -t tmpfs -o size=64k none /mnt && dd if=/dev/zero of=/mnt/full "
          + "bs=1k count=1000'; true", "exit",
        [
          "dd failed with exit status 1; before that, it could not write to /mnt/full: no space "
            + "left on the device"
        ]),
      .shell(
        "sleep 60 & env kill -TERM $!; wait", "signal",
        ["sleep was ended by SIGTERM, sent by kill (pid "]),
      .shell(
        "(set -e; cat missing.txt; echo never); true", "exit",
        ["cat failed with exit status 1; before that, it could not open missing.txt"]),
    ]

    @Test("is said in a sentence", arguments: cases)
    func sentence(_ expected: Case) async throws {
      try Self.check(try await Trace(expected.command), expected)
    }

    static let pythons: [(text: String, Case)] = [
      (
        "import ctypes; ctypes.string_at(0)",
        Case(
          command: [], status: 139, kind: "signal", hidden: false,
          says: ["crashed with SIGSEGV: it touched memory that is not its own"])
      ),
      (
        """
        import os, signal
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool
        with ProcessPoolExecutor(2) as pool:
            try:
                pool.submit(os.kill, 0, 0).result()
                pool.submit(signal.raise_signal, signal.SIGKILL).result()
            except BrokenProcessPool:
                pass
        """,
        Case(
          command: [], kind: "signal", hidden: true,
          says: ["a child process of ", "was ended by SIGKILL, which it sent to itself"])
      ),
      (
        "import socket; socket.create_connection(('127.0.0.1', 1))",
        Case(
          command: [], status: 1, kind: "exit", hidden: false,
          says: ["could not connect to 127.0.0.1:1: the connection was refused"])
      ),
      (
        "import resource, os; resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))\n"
          + "for _ in range(32): os.dup(0)",
        Case(
          command: [], status: 1, kind: "exit", hidden: false,
          says: ["could not", "it has too many files open"])
      ),
    ]

    @Test("is said of programs in Python", arguments: pythons)
    func python(text: String, expected: Case) async throws {
      try Self.check(try await Trace([try Installation.python().path, "-c", text]), expected)
    }

    @Test("is said of memory that ran out", arguments: [false, true])
    func memory(isBelow: Bool) async throws {
      let script = Installation.path("Tests/Scripts/oom-in-cgroup.sh")
      let program = try Installation().workloads
      let below = isBelow ? "--below " : ""
      let trace = try await Trace([
        "/bin/sh", "-c", "\(script) \(below)64 \(program) oom 512 | cat",
      ])
      let group = isBelow ? "its control group is inside of" : "its control group"
      try Self.check(
        trace,
        Case(
          command: [], kind: "oom",
          says: [
            "workloads-static was killed for want of memory: \(group) /sonde-oom-",
            " may have 64 MiB and had used them; it held ",
            "; sh around it ended with exit status 0 all the same",
          ]))
      let found = try #require(try Self.failures(of: trace).first)
      #expect(found.oomScope == "cgroup" && found.oomLimitBytes == 64 << 20)
      // Pages of its files may be charged to somebody else.
      #expect(found.rssBytes.map { (32 << 20...72 << 20).contains($0) } == true)
      #expect(!found.summary.contains("/inner"))
    }

    @Test("counts for the exit status when it is asked for")
    func gate() async throws {
      let hidden = try await Trace(
        ["/bin/sh", "-c", "cat missing.txt; true"], options: ["--fail-on-hidden"])
      #expect(hidden.result.status == 1)
      #expect(
        hidden.result.errorText.contains(
          "--fail-on-hidden: 1 failure was covered up; the exit status is 1 for that\n"))
      #expect(hidden.result.errorText.contains("could not open missing.txt"))
      let clean = try await Trace(
        ExcusedTests.withPipeSignal + ["/bin/sh", "-c", "yes | head -n 1"],
        options: ["--fail-on-hidden"])
      #expect(clean.result.status == 0 && clean.result.errorText.isEmpty)
      let failed = try await Trace(["/bin/sh", "-c", "exit 3"], options: ["--fail-on-hidden"])
      #expect(failed.result.status == 3)
    }

    @Test("heeds what the user excuses")
    func excused() async throws {
      let directory = try TemporaryDirectory()
      let path = directory.path("sonde.toml")
      try """
      [[failures.excuse]]
      tool = "cat"
      exit_code = 1
      why = "its input may be missing"
      """.write(toFile: path, atomically: true, encoding: .utf8)
      let trace = try await Trace(
        ["/bin/sh", "-c", "cat missing.txt; true"],
        options: ["--fail-on-hidden", "--config", path], in: directory)
      #expect(trace.result.status == 0, "\(trace.result.errorText)")
    }

    @Test("is told by the report and by the analysis")
    func told() async throws {
      let trace = try await Trace(["/bin/sh", "-c", "cat missing.txt; true"])
      let database = trace.directory.path("trace.db")
      func sonde(_ arguments: String...) async throws -> String {
        let result = try await RunningCommand(
          [try Installation().sonde] + arguments + ["--db", database], in: trace.directory
        ).end()
        #expect(result.status == 0, "\(result.errorText)")
        return result.outputText
      }
      let report = try await sonde("report")
      #expect(report.hasPrefix("sh succeeded in "))
      #expect(report.contains(", but 1 failure inside it was covered up\n"))
      #expect(report.contains("\nWhat failed\n  cat failed with exit status 1; before that, "))
      let analysis = try await sonde("analyze", "failures")
      #expect(analysis.hasPrefix("1 failure in 1 of 1 run, 1 of them inside something"))
      let csv = try await sonde("analyze", "failures", "--csv", "--run", "latest", "--user", "0")
      #expect(csv.contains(",openat,ENOENT,missing.txt,"))
      for arguments in [["report", "--json"], ["analyze", "failures", "--json"]] {
        let text = try await RunningCommand(
          [try Installation().sonde] + arguments + ["--db", database], in: trace.directory
        ).end().outputText
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let failures = try #require(json?["failures"] as? [[String: Any]])
        #expect(failures.map { $0["call_path"] as? String } == ["missing.txt"])
        #expect(failures.map { $0["hidden"] as? Bool } == [true])
      }
    }

    // MARK: Helpers

    struct Found: Decodable, FetchableRecord {
      static let databaseColumnDecodingStrategy =
        DatabaseColumnDecodingStrategy.convertFromSnakeCase
      let failureId: Int64
      let causeId: Int64
      let kind: String
      let hidden: Bool
      let summary: String
      let oomScope: String?
      let oomLimitBytes: Int?
      let rssBytes: Int?
    }

    static func failures(of trace: Trace) throws -> [Found] {
      try trace.database.rows(
        "SELECT * FROM failures WHERE cause_id = failure_id ORDER BY failure_id")
    }

    static func check(
      _ trace: Trace, _ expected: Case, _ location: SourceLocation = #_sourceLocation
    ) throws {
      #expect(
        trace.result.status == expected.status, "\(trace.result.errorText)",
        sourceLocation: location)
      let found = try Self.failures(of: trace)
      let words = found.map(\.summary)
      #expect(found.count == 1, "\(words)", sourceLocation: location)
      guard let first = found.first else { return }
      #expect(first.kind == expected.kind, "\(words)", sourceLocation: location)
      #expect(first.hidden == expected.hidden, "\(words)", sourceLocation: location)
      for part in expected.says {
        #expect(first.summary.contains(part), "\(words)", sourceLocation: location)
      }
      #expect(try trace.run().complete == true, sourceLocation: location)
    }
  }
}
