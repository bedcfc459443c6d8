import Foundation
import Testing

extension TracingTests {
  @Suite("The span of a process")
  struct TelemetryProcessTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("that another one killed names the signal and its sender")
    func killed() async throws {
      let (trace, spans) = try await run([try Installation().workloads, "kill-child", "TERM"])
      let parent = try trace.root()
      let child = try #require(try trace.children().first)
      let span = try #require(spans[child.pid])
      #expect(span.number("process.exit.code") == 143)
      #expect(span.text("error.type") == "SIGTERM")
      #expect(span.text("sonde.signal.sender.name") == parent.comm)
      #expect(span.number("sonde.signal.sender.pid") == Int64(parent.pid))
      #expect(
        span.status?.message == "ended by SIGTERM, sent by \(parent.comm) (pid \(parent.pid))")
      let event = try #require(span.events(named: "sonde.signal").first)
      #expect(event.text("sonde.signal") == "SIGTERM")
      #expect(event.number("sonde.signal.sender.pid") == Int64(parent.pid))
      #expect(event.timeUnixNano.value == span.end)
    }

    @Test("that the out-of-memory killer took says so, and no sender")
    func outOfMemory() async throws {
      let script = Installation.path("Tests/Scripts/oom-in-cgroup.sh")
      let (trace, spans) = try await run([script, "64", try Installation().workloads, "oom", "512"])
      #expect(trace.result.status == 137)
      let victim = try #require(try trace.database.processes().first { $0.oomKilled })
      let span = try #require(spans[victim.pid])
      #expect(span.text("error.type") == "oom_killed")
      #expect(span.text("sonde.signal") == "SIGKILL")
      #expect(span.attributes["sonde.oom_killed"] == .flag(true))
      #expect(span.attributes["sonde.signal.sender.pid"] == nil)
      #expect(span.status?.message == "killed by the out-of-memory killer")
      let event = try #require(span.events(named: "sonde.oom.victim").first)
      #expect(try #require(event.number("sonde.oom.anon_rss")) > 32 << 20)
      #expect((span.start...span.end).contains(event.timeUnixNano.value))
      #expect(spans.values.count { $0.attributes["sonde.oom_killed"] != nil } == 1)
    }

    @Test("has an event for each execution that failed")
    func failedExecutions() async throws {
      let (trace, spans) = try await run(
        [try Installation().workloads, "failed-execs", "13", "7", "5"])
      let span = try #require(spans[try trace.root().pid])
      let failures = span.events(named: "sonde.exec.failed")
      #expect(failures.count { $0.text("error.type") == "ENOENT" } == 13)
      #expect(failures.count { $0.text("error.type") == "EACCES" } == 7)
      #expect(failures.count { $0.text("error.type") == "ENOEXEC" } == 5)
      #expect(
        failures.first { $0.text("error.type") == "ENOENT" }?.text("process.executable.path")
          == "/nonexistent/program")
    }

    @Test("that executes again and again is named for the last image, with the others as events")
    func chain() async throws {
      let (trace, spans) = try await run(
        ["/bin/sh", "-c", "exec /usr/bin/env /usr/bin/nice -n 0 /bin/sleep 0.01"])
      let span = try #require(spans[try trace.root().pid])
      #expect(span.name == "sleep")
      #expect(span.text("process.executable.path") == "/usr/bin/sleep")
      let changes = span.events(named: "sonde.exec").map {
        "\($0.text("sonde.exec.from") ?? "") \($0.text("process.executable.path") ?? "")"
      }
      let stored = try trace.database.executions().compactMap(\.executable)
      #expect(changes == zip(stored, stored.dropFirst()).map { "\($0) \($1)" })
      #expect(changes.count == 3)
    }

    @Test("that was forked and executed nothing has its name, and no path or arguments")
    func forkedWorkers() async throws {
      let workloads = try Installation().workloads
      let (trace, spans) = try await run(
        [workloads, "fork-no-exec", "5"],
        environment: ["SONDE_TELEMETRY_COMMAND_ARGS": "true"])
      // As the kernel names a process: 15 bytes.
      let name = String(workloads.split(separator: "/").last?.prefix(15) ?? "")
      let root = try #require(spans[try trace.root().pid])
      let children = try trace.children().map { try #require(spans[$0.pid]) }
      #expect(children.map { $0.number("process.exit.code") } == [0, 1, 2, 3, 4])
      #expect(children.map(\.isError) == [false, true, true, true, true])
      #expect(children.allSatisfy { $0.name == name && $0.parentSpanId == root.spanId })
      #expect(children.allSatisfy { $0.attributes["process.executable.path"] == nil })
      #expect(children.allSatisfy { $0.attributes["process.command_args"] == nil })
      #expect(root.attributes["process.command_args"] != nil)
    }

    @Test("whose parent ended long before it is still below that")
    func daemon() async throws {
      let (trace, spans) = try await run(
        [try Installation().workloads, "orphan", "/bin/sh", "-c", "sleep 0.1; exit 23"])
      let daemon = try #require(try trace.database.processes().first { $0.exitCode == 23 })
      let span = try #require(spans[daemon.pid])
      let parent = try #require(spans.values.first { $0.spanId == span.parentSpanId })
      #expect(parent.end < span.end, "the parent ended first")
      #expect(!parent.isRun)
      // The run lasts as long as whatever belongs to it.
      let root = try #require(spans.values.first { $0.isRun })
      #expect(root.end >= span.end)
      #expect(root.text("cicd.pipeline.result") == "success")
    }

    @Test("that outlives the run is sent without an end")
    func outlivesRun() async throws {
      let receiver = try await TelemetryReceiver(in: directory)
      let trace = try await Trace(
        ["/bin/sh", "-c", "sleep 30 & echo $!; exit 3"], options: ["--no-wait"],
        environment: receiver.environment(), in: directory)
      let pid = try #require(pid_t(trace.result.outputText.dropLast()))
      defer { kill(pid, SIGKILL) }
      #expect(trace.result.status == 3)
      let spans = try receiver.requests().spans
      let root = try #require(spans.first { $0.isRun })
      let span = try #require(spans.first { $0.number("process.pid") == Int64(pid) })
      #expect(spans.count == 3)
      #expect(spans.contains { $0.spanId == span.parentSpanId && $0.name == "sh" })
      #expect(span.attributes["sonde.end_seen"] == .flag(false))
      #expect(span.attributes["process.exit.code"] == nil)
      #expect(!span.isError)
      #expect(span.end >= span.start && span.end <= root.end)
      #expect(root.attributes["sonde.complete"] == .flag(false))
      #expect(root.text("error.type") == "3")
    }

    @Test("that ran before the agent did says so, and begins when the process did")
    func seeded() async throws {
      let receiver = try await TelemetryReceiver(in: directory)
      try directory.write(
        "#!/bin/bash\n/bin/true\necho >began\nuntil [ -e go ]; do sleep 0.02; done\nexit 3\n",
        to: "followed", permissions: 0o755)
      let script = try RunningCommand(
        [directory.path("followed")], in: directory,
        environment: .withoutTelemetry.with([
          "TRACEPARENT": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        ]))
      try await wait(for: "the program to have begun") { directory.exists("began") }
      let agent = try await TelemetryAgent(
        following: "followed", as: "steps", environment: receiver.environment(), in: directory)
      try directory.write("", to: "go")
      #expect(try await script.end().status == 3)
      try await agent.stop()
      let spans = try receiver.requests().spans
      #expect(try TelemetryAgreement(try agent.database(), spans: spans).differences == [])
      let root = try #require(spans.first { $0.isRun })
      #expect(root.name == "RUN steps")
      #expect(root.traceId == "4bf92f3577b34da6a3ce929d0e0e4736")
      #expect(root.parentSpanId == "00f067aa0ba902b7")
      #expect(root.text("cicd.pipeline.result") == "failure")
      let process = try #require(spans.first { $0.number("process.pid") == Int64(script.pid) })
      #expect(process.attributes["sonde.seeded"] == .flag(true))
      #expect(process.start == root.start)
      #expect(spans.allSatisfy { $0.name != "true" }, "it had ended before")
    }

    static let secrets: [[String]] = [
      ["--password", "hunter2-4711"], ["--password=hunter2-4711"], ["TOKEN=hunter2-4711"],
      ["--header", "Authorization: Bearer hunter2-4711"],
      ["https://somebody:hunter2-4711@example.org/"],
    ]

    @Test("has the command's arguments if it was asked for, with secrets blotted out")
    func arguments() async throws {
      let secrets = Self.secrets.flatMap { $0 }
      let command = ["/bin/echo", "kept-4712"] + secrets
      let (trace, spans) = try await run(
        command, environment: ["SONDE_TELEMETRY_COMMAND_ARGS": "true"])
      #expect(trace.result.outputText.contains("hunter2-4711"), "the command has it")
      let span = try #require(spans[try trace.root().pid])
      guard case .list(let told)? = span.attributes["process.command_args"] else {
        Issue.record("there are no arguments")
        return
      }
      let stored = try #require(try trace.database.executions().first).arguments
      #expect(told == stored.map { .text($0) })
      #expect(told.count == command.count)
      #expect(told.prefix(2) == [.text("/bin/echo"), .text("kept-4712")])
      #expect(span.number("process.args_count") == Int64(command.count))
      let (_, others) = try await run(command)
      #expect(others.values.allSatisfy { $0.attributes["process.command_args"] == nil })
      // No form of it is in anything that was sent.
      for file in try FileManager.default.contentsOfDirectory(atPath: directory.path)
      where file.hasPrefix("received-") {
        #expect(!(try directory.read(file)).contains("hunter2-4711"))
      }
    }

    @Test("has text that every reader takes, whatever bytes the program and its arguments have")
    func hostileBytes() async throws {
      let script = try directory.write(
        """
        #!/bin/bash
        mkdir -p $'place/\\xff' && cd $'place/\\xff'
        cp /bin/true $'tool\\xff\\n'
        ./$'tool\\xff\\n' $'a\\tb\\r\\nc' 'x,"y"' $'\\xff' $'\\e[31m' ''
        ./$'tool\\xff\\n' $'\\xf0\\x9f' ''
        ./$'missing\\xff'
        (exec -a $'\\xff' /bin/false)
        """, to: "job.sh", permissions: 0o755)
      let receiver = try await TelemetryReceiver(in: directory)
      for wireProtocol in TelemetryProtocol.allCases {
        let trace = try await Trace(
          [script], options: ["--pipeline", "p\u{e9}\n\u{202e}"],
          environment: receiver.environment(wireProtocol).with([
            "SONDE_TELEMETRY_COMMAND_ARGS": "true"
          ]), in: directory)
        #expect(!trace.result.errorText.contains("lost"), "\(trace.result.errorText)")
        let run = try trace.run()
        let spans = try receiver.requests().spans.filter { $0.traceId == run.traceId }
        #expect(spans.count == run.processes + 1)
        let tools = spans.filter { $0.name == "tool\u{fffd}\n" }
        #expect(tools.count == 2)
        #expect(
          tools.allSatisfy { $0.text("process.working_directory")?.hasSuffix("\u{fffd}") == true })
        #expect(
          tools.first?.attributes["process.command_args"]
            == .list(
              ["./tool\u{fffd}\n", "a\tb\r\nc", "x,\"y\"", "\u{fffd}", "\u{1b}[31m", ""].map {
                .text($0)
              }))
        #expect(spans.first { $0.isRun }?.text("cicd.pipeline.name") == "p\u{e9}\n\u{202e}")
        try FileManager.default.removeItem(atPath: directory.path("place"))
      }
    }

    static let endings: [(script: String, result: String, errorType: String?)] = [
      ("exit 0", "success", nil), ("exit 7", "failure", "7"), ("kill -SEGV $$", "error", "SIGSEGV"),
      ("kill -TERM $$", "cancellation", nil),
    ]

    @Test("of the root decides the run's result", arguments: endings)
    func results(script: String, result: String, errorType: String?) async throws {
      let receiver = try await TelemetryReceiver(in: directory)
      _ = try await Trace(
        ["/bin/sh", "-c", script], environment: receiver.environment(), in: directory)
      let requests = try receiver.requests()
      let span = try #require(requests.spans.first { $0.isRun })
      #expect(span.text("cicd.pipeline.result") == result)
      #expect(span.text("error.type") == errorType)
      #expect(span.isError == (errorType != nil))
      let metrics = requests.of("metrics").last.map { [$0] }?.metrics ?? []
      let duration = try #require(
        metrics.first { $0.name == "cicd.pipeline.run.duration" }?.points.first)
      #expect(duration.text("cicd.pipeline.result") == result)
      #expect(duration.text("error.type") == errorType)
    }

    /// The spans by pid, the run's under 0. All that the database tells of them is right.
    private func run(
      _ command: [String], environment: [String: String?] = [:]
    ) async throws -> (trace: Trace, spans: [pid_t: TelemetrySpan]) {
      let directory = self.directory
      let receiver = try await TelemetryReceiver(in: directory)
      let trace = try await Trace(
        command, environment: receiver.environment().with(environment), in: directory)
      let spans = try receiver.requests().spans
      #expect(try TelemetryAgreement(trace.database, spans: spans).differences == [])
      let pairs = spans.map { (pid_t($0.number("process.pid") ?? 0), $0) }
      return (trace, Dictionary(pairs) { first, _ in first })
    }
  }
}
