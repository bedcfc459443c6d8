import Foundation
import Testing

extension TracingTests {
  @Suite("monitor_lifecycle_events.sh")
  struct MonitorScriptTests {
    private let directory: TemporaryDirectory
    private let script = Installation.path("scripts/monitor_lifecycle_events.sh")

    init() throws { directory = try TemporaryDirectory() }

    @Test(
      "prints starts, executions and ends, and sums up at SIGINT",
      arguments: ["bpftrace", "forkstat"])
    func prints(tool: String) async throws {
      let (lines, summary) = try await monitor(["--tool", tool, "--name", "^probe-"]) {
        // forkstat asks /proc, which takes it a moment.
        try await run("probe-three", "/bin/sh", "-c", "sleep 0.1; exit 3")
      }
      let three = lines.filter { $0.contains("probe-three") }
      #expect(
        three.contains { $0.contains(" exec ") && $0.hasSuffix("-c sleep 0.1; exit 3") },
        "\(three)")
      #expect(three.contains { $0.contains(" end ") && $0.contains(" exit 3 after ") }, "\(three)")
      #expect(!lines.contains { !$0.contains("probe-") })
      #expect(summary.contains("executed"))
      #expect(summary.contains(" failed)"), "\(summary)")
    }

    @Test("follows one process and those below it")
    func follows() async throws {
      let parent = try RunningCommand(
        ["bash", "-c", "until [[ -e go ]]; do sleep 0.05; done; (exit 5); kill -9 $$"],
        in: directory)
      defer { parent.killGroup() }
      let monitor = try RunningCommand([script, "--pid", "\(parent.pid)"], in: directory)
      defer { monitor.killGroup() }
      try await wait(for: "a line") { !monitor.outputTextSoFar.isEmpty }
      try directory.write("", to: "go")
      try await wait(for: "the end of \(parent.pid)") {
        monitor.outputTextSoFar.contains("signal 9")
      }
      monitor.send(SIGINT)
      let result = try await monitor.end(within: .seconds(20))
      #expect(result.status == 0)
      let lines = result.outputText.split(separator: "\n")
      let below = Set(lines.compactMap { Int($0.split(separator: " ")[2]) })
      let above = Set(lines.compactMap { Int($0.split(separator: " ")[3]) })
      #expect(below.contains(Int(parent.pid)))
      #expect(above.subtracting(below).count == 1, "only the test is above: \(lines)")
      #expect(lines.contains { $0.contains(" end ") && $0.contains(" exit 5 after ") })
    }

    @Test("shows the processes of one user only")
    func users() async throws {
      let (lines, _) = try await monitor(["--user", "nobody"]) {
        try await run("probe-nobody", "/bin/true", as: "nobody")
        try await run("probe-root", "/bin/true")
      }
      #expect(lines.contains { $0.contains("probe-nobody") })
      #expect(!lines.contains { $0.contains("probe-root") })
    }

    @Test(
      "says what is wrong with an option, and ends with 2",
      arguments: [
        (["--bogus"], "--bogus"), (["extra"], "extra"), (["--pid"], "--pid"),
        (["--pid", "me"], "'me'"), (["--name", "["], "'['"), (["--user", "no-such"], "'no-such'"),
        (["--tool", "strace"], "'strace'"),
      ])
    func wrongUsage(options: [String], named: String) async throws {
      let result = try await RunningCommand([script] + options, in: directory).end()
      #expect(result.status == 2)
      #expect(result.errorText.contains(named), "\(result.errorText)")
    }

    @Test("names the package when there is nothing to trace with")
    func nothingInstalled() async throws {
      for program in ["bash", "cat", "awk"] {
        try FileManager.default.createSymbolicLink(
          atPath: directory.path(program), withDestinationPath: "/usr/bin/\(program)")
      }
      let result = try await RunningCommand(
        ["/bin/bash", script], in: directory, environment: ["PATH": directory.path]
      ).end()
      #expect(result.status == 1)
      #expect(result.errorText.contains("apt-get install bpftrace"))
    }

    @Test("explains itself")
    func help() async throws {
      let result = try await RunningCommand([script, "--help"], in: directory).end()
      #expect(result.status == 0)
      #expect(result.outputText.contains("--name REGEX"))
    }

    /// Monitors while `work` is done: repeated until a line has come, since nothing tells when the
    /// tracer is at work.
    private func monitor(
      _ options: [String], during work: () async throws -> Void
    ) async throws -> (lines: [String], summary: String) {
      let monitor = try RunningCommand([script] + options, in: directory)
      defer { monitor.killGroup() }
      for _ in 1...50 where !monitor.outputTextSoFar.contains(" end ") && monitor.isRunning {
        try await work()
        try await Task.sleep(for: .milliseconds(200))
      }
      // Once more, now that all is seen.
      try await work()
      try await Task.sleep(for: .milliseconds(200))
      monitor.send(SIGINT)
      let result = try await monitor.end(within: .seconds(20))
      #expect(result.status == 0, "\(result.errorText)")
      return (result.outputText.split(separator: "\n").map(String.init), result.errorText)
    }

    /// Runs a copy of a program under a name of its own.
    private func run(_ name: String, _ command: String..., as user: String? = nil) async throws {
      let path = directory.path(name)
      if !directory.exists(name) {
        let program = URL(filePath: command[0]).resolvingSymlinksInPath().path
        try FileManager.default.copyItem(atPath: program, toPath: path)
      }
      let asUser = user.map { ["setpriv", "--reuid", $0, "--clear-groups"] } ?? []
      _ = try await RunningCommand(asUser + [path] + command.dropFirst(), in: directory).end()
    }
  }
}
