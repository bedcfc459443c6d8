import Foundation
import Testing

extension TracingTests {
  @Suite("An endpoint for Prometheus")
  struct TelemetryPrometheusTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Something of everything: processors, storage, failures; as long as it is let.
    private static let pipeline = """
      #!/bin/bash
      dd if=/dev/zero of=zeros bs=64k count=16 conv=fsync 2>/dev/null
      /bin/sh -c 'exit 3'
      sleep 0.3
      exit ${1-0}
      """
    private static let forever = "while :; do ./followed; ./followed 4; done"

    @Test("is scraped with the stack's own configuration, and every dashboard has its data")
    func isScraped() async throws {
      let receiver = try await TelemetryReceiver(in: directory)
      let (agent, url) = try await agent(
        receiver.environment().with(["OTEL_BSP_SCHEDULE_DELAY": "100"]))
      let pipeline = try RunningCommand(["/bin/bash", "-c", Self.forever], in: directory)
      defer { pipeline.killGroup() }
      let port = try freePort()
      let place = url.split(separator: "/")[1]
      let prometheus = try RunningCommand(
        [
          Installation.path("stack/local.sh"), "--port", String(port), "--agent", String(place),
          "--data", directory.path("prometheus"),
        ], in: directory)
      defer { prometheus.killGroup() }
      try await checkDashboards("http://127.0.0.1:\(port)")
      let up = try await MetricsPage(
        "http://127.0.0.1:\(port)/api/v1/query?query=up%7Bjob%3D%22sonde%22%7D")
      #expect(up.text.contains("\"instance\":\"\(place)\""), "\(up.text)")
      #expect(up.text.contains(",\"1\"]}"), "\(up.text)")
      try await agent.stop()
    }

    @Test("has the documented metrics, with traces of runs as examples, and passes promtool")
    func exposition() async throws {
      let receiver = try await TelemetryReceiver(in: directory)
      let (agent, url) = try await agent(receiver.environment())
      for status in ["0", "4"] {
        let run = try RunningCommand(
          ["./followed", status], in: directory, environment: .withoutTelemetry)
        #expect(try await run.end().status == Int32(status))
      }
      try await waitForRuns(2, at: url)
      let plain = try await MetricsPage(url)
      #expect(plain.exemplars.isEmpty)
      let ended = ["cicd_pipeline_name": "steps", "process_executable_name": "sh"]
      #expect(
        plain.value(
          of: "sonde_process_ended_total",
          ended.merging(["sonde_process_outcome": "failure"]) { $1 }) == 2)
      try await checkWithPromtool(plain)
      try await checkWithConventions(url)

      let open = try await MetricsPage(
        url, accept: "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
      #expect(open.text.hasSuffix("# EOF\n"))
      try await agent.stop()
      let known = Set(try agent.database().runs().compactMap(\.traceId))
      #expect(known.count == 2)
      #expect(!open.exemplars.isEmpty && open.exemplars.isSubset(of: known))
      #expect(Set(try receiver.requests().spans.map(\.traceId)) == known)
    }

    /// What an asker takes, and what it is given.
    static let formats: [(accept: String?, type: String)] = [
      (nil, "text/plain; version=0.0.4; charset=utf-8"),
      ("*/*", "text/plain; version=0.0.4; charset=utf-8"),
      ("text/plain;version=0.0.4;q=0.3,*/*;q=0.2", "text/plain; version=0.0.4; charset=utf-8"),
      (
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1"
          + ";q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
      ),
      (
        "application/openmetrics-text;q=0.1,text/plain;q=0.9",
        "text/plain; version=0.0.4; charset=utf-8"
      ),
    ]

    @Test("is there while a run lasts, in the format that is asked for")
    func ofARun() async throws {
      let port = try freePort()
      let url = "http://127.0.0.1:\(port)/metrics"
      let run = try TelemetryLongRun(
        "/bin/true",
        environment: .withoutTelemetry.with([
          "OTEL_METRICS_EXPORTER": "prometheus", "OTEL_EXPORTER_PROMETHEUS_HOST": "127.0.0.1",
          "OTEL_EXPORTER_PROMETHEUS_PORT": String(port),
        ]), in: directory)
      try await waitForPage(url) { $0.text.contains("sonde_process_ended_total{") }
      for (accept, type) in Self.formats {
        let page = try await MetricsPage(url, accept: accept)
        #expect(page.status == 200)
        #expect(page.contentType == type, "\(accept ?? "nothing")")
        #expect(page.text.hasSuffix("# EOF\n") == type.hasPrefix("application"))
      }
      #expect(try await MetricsPage("http://127.0.0.1:\(port)/other").status == 404)
      let end = try await run.finish()
      #expect(end.errorText == "")
      await #expect(throws: URLError.self) { try await MetricsPage(url) }
      #expect(!directory.exists("trace.db-spool"))
    }

    @Test("at a port that is taken ends the agent, and a run only warns")
    func portIsTaken() async throws {
      let taken = try await TelemetryReceiver(in: directory)
      let environment: [String: String?] = .withoutTelemetry.with([
        "SONDE_TELEMETRY_PROMETHEUS": "127.0.0.1:\(taken.port(.http))"
      ])
      let message =
        "Prometheus's endpoint 127.0.0.1:\(taken.port(.http)): the port is in use by another program"
      let agent = try RunningCommand(
        [try Installation().sonde, "agent", "--db", directory.path("agent.db")], in: directory,
        environment: environment)
      let end = try await agent.end(within: .seconds(10))
      #expect(end.status == 2)
      #expect(end.errorText.contains(message), "\(end.errorText)")
      let trace = try await Trace(
        ["/bin/sh", "-c", "echo out; exit 3"], environment: environment, in: directory)
      #expect(trace.result.status == 3)
      #expect(trace.result.outputText == "out\n")
      #expect(trace.result.errorText.contains(message), "\(trace.result.errorText)")
    }

    // MARK: Helpers

    /// An agent that follows the pipeline, and where its metrics are.
    private func agent(
      _ environment: [String: String?]
    ) async throws -> (TelemetryAgent, url: String) {
      try directory.write(Self.pipeline, to: "followed", permissions: 0o755)
      let agent = try await TelemetryAgent(
        following: "followed", as: "steps", configuration: "prometheus = \"127.0.0.1:0\"",
        environment: environment, in: directory)
      func words() -> [Substring] { agent.process.errorTextSoFar.split { $0.isWhitespace } }
      func address() -> Substring? { words().first { $0.hasPrefix("url=http://") } }
      try await wait(for: "the endpoint") { address() != nil }
      return (agent, String(try #require(address()).dropFirst("url=".count)))
    }

    private func waitForRuns(_ count: Int, at url: String) async throws {
      try await waitForPage(url) { page in
        let counts = page.text.split(separator: "\n")
          .filter { $0.hasPrefix("cicd_pipeline_run_duration_seconds_count{") }
          .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
        return counts.reduce(0, +) == Double(count)
      }
    }

    private func waitForPage(_ url: String, _ condition: (MetricsPage) -> Bool) async throws {
      let deadline = ContinuousClock.now + .seconds(20)
      while ContinuousClock.now < deadline {
        if let page = try? await MetricsPage(url), condition(page) { return }
        try await Task.sleep(for: .milliseconds(50))
      }
      Issue.record("\(url) does not have what is waited for")
    }

    /// Every query of every dashboard, but for the coverage bot's.
    private func checkDashboards(_ prometheus: String) async throws {
      let dashboards = ["sonde-pipelines", "sonde-host", "sonde-health"].flatMap {
        ["--dashboard", $0]
      }
      let result = try await RunningCommand(
        [
          try Installation.python().path, Installation.path("Tests/Scripts/stack_check.py"),
          "--live", prometheus, "--range", "300", "--wait", "60", "--exemplars", "--via", "agent",
        ] + dashboards, in: directory
      ).end(within: .seconds(90))
      #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
    }

    private func checkWithPromtool(_ page: MetricsPage) async throws {
      let file = try directory.write(page.text, to: "metrics")
      let input = try FileHandle(forReadingFrom: URL(filePath: file))
      let result = try await RunningCommand(
        ["promtool", "check", "metrics"], in: directory, input: input.fileDescriptor
      ).end()
      #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
      #expect(result.outputText + result.errorText == "")
    }

    private func checkWithConventions(_ url: String) async throws {
      let result = try await RunningCommand(
        [
          try Installation.python().path, Installation.path("Tests/Scripts/stack_check.py"),
          "--exposition", url,
        ], in: directory
      ).end()
      #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
    }
  }
}
