import Foundation
import Testing

extension TracingTests {
  @Suite("While no collector answers")
  struct TelemetryOutageTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Some processes, some output, a status.
    private static let command = ["/bin/sh", "-c", "/bin/true; /bin/false; echo out; exit 3"]
    private static let made = 4

    @Test(
      "a run's telemetry waits on disk, and the next run sends it, once",
      arguments: TelemetryProtocol.allCases)
    func downAtStart(wireProtocol: TelemetryProtocol) async throws {
      let gone = try await TelemetryReceiver(in: directory)
      try await gone.stop()
      // On disk nothing is gained by waiting for a collector that does not answer.
      let first = try await run(gone.environment(wireProtocol), within: .seconds(4))
      #expect(TelemetryAccount(first.result.errorText).waiting == Self.made)
      #expect(TelemetryAccount(first.result.errorText).lost == [:])
      #expect(TelemetryAccount(first.result.errorText, of: "log records").waiting > 0)
      #expect(try batches(of: "traces") == [Self.made])
      let facts = try FileManager.default.attributesOfItem(atPath: spool)
      #expect(facts[.posixPermissions] as? Int == 0o700)

      let back = try await TelemetryReceiver(in: directory, at: gone)
      let second = try await run(back.environment(wireProtocol), within: .seconds(7))
      #expect(!second.result.errorText.contains("spans"), "\(second.result.errorText)")
      try checkRuns(try back.requests(), count: 2)
      #expect(try FileManager.default.contentsOfDirectory(atPath: spool) == [])
    }

    @Test("an agent's telemetry waits until it is back, and is sent, once")
    func downForAWhile() async throws {
      try directory.write("#!/bin/sh\n/bin/true\nexit 3\n", to: "followed", permissions: 0o755)
      let before = try await TelemetryReceiver(in: directory)
      let agent = try await TelemetryAgent(
        following: "followed", as: "steps",
        environment: before.environment(.grpc).with(["OTEL_BSP_SCHEDULE_DELAY": "50"]),
        in: directory)
      try await follow()
      try await before.waitFor("the first run") { $0.spans.contains { $0.isRun } }
      try await before.stop()
      try await follow()
      try await wait(for: "the agent to find the collector gone") {
        agent.process.errorTextSoFar.contains("spans cannot be delivered")
      }
      let after = try await TelemetryReceiver(in: directory, at: before)
      try await after.waitFor("the second run") { $0.spans.contains { $0.isRun } }
      try await follow()
      let end = try await agent.stop()
      #expect(end.status == 0)
      #expect(TelemetryAccount(end.errorText).undelivered == 0, "\(end.errorText)")
      #expect(end.errorText.contains("spans are delivered again"), "\(end.errorText)")
      let spans = try before.requests().spans + after.requests().spans
      for run in try agent.database().runs() {
        let own = spans.filter { $0.traceId == run.traceId }
        let agreement = try TelemetryAgreement(
          try agent.database(), runId: run.runId, spans: own)
        #expect(agreement.differences == [])
      }
      #expect(spans.count == 3 * 3)
    }

    @Test("and nothing may wait on disk, what is made is lost and counted within five seconds")
    func withoutSpool() async throws {
      let gone = try await TelemetryReceiver(in: directory)
      try await gone.stop()
      let trace = try await run(
        gone.environment().with(["SONDE_TELEMETRY_SPOOL_BYTES": "0"]), within: .seconds(7))
      let account = TelemetryAccount(trace.result.errorText)
      #expect(account.lost == ["shutdown": Self.made])
      #expect(account.waiting == 0)
      #expect(!FileManager.default.fileExists(atPath: spool))
    }

    @Test("and a spool cannot be made, that is said, and spans wait in memory")
    func spoolCannotBeMade() async throws {
      let receiver = try await TelemetryReceiver(
        in: directory, answers: #"[{"for": "traces", "grpc": "UNAVAILABLE"}]"#)
      let trace = try await run(
        receiver.environment(.grpc).with(["SONDE_TELEMETRY_SPOOL": "/proc/spool"]),
        within: .seconds(7))
      #expect(trace.result.errorText.contains("the spool cannot be written"))
      #expect(TelemetryAccount(trace.result.errorText).undelivered == 0)
      #expect(try receiver.requests().accepted.spans.count == Self.made)
    }

    @Test("though one takes connections, a run ends after five seconds, and what it has waits")
    func hanging() async throws {
      let slow = try await TelemetryReceiver(
        in: directory, answers: #"[{"times": -1, "delay": 600}]"#)
      let first = try await run(slow.environment(), within: .seconds(7))
      #expect(TelemetryAccount(first.result.errorText).waiting == Self.made)
      try await slow.stop()
      let good = try await TelemetryReceiver(in: directory, at: slow)
      _ = try await run(good.environment(), within: .seconds(7))
      try checkRuns(try good.requests(), count: 2)
    }

    @Test("and the spool is full, the oldest spans make room, and are counted")
    func fullSpool() async throws {
      let gone = try await TelemetryReceiver(in: directory)
      try await gone.stop()
      let workloads = try Installation().workloads
      let environment = gone.environment().with([
        "OTEL_METRICS_EXPORTER": "none", "OTEL_LOGS_EXPORTER": "none",
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "10",
      ])
      let first = try await Trace(
        [workloads, "posix-spawn", "307", "/bin/true"],
        environment: environment.with(["SONDE_TELEMETRY_SPOOL_BYTES": "65536"]), in: directory)
      #expect(first.result.status == 0)
      let account = TelemetryAccount(first.result.errorText)
      #expect(account.lost.keys.sorted() == ["spool_full"])
      #expect(account.waiting >= 10)
      #expect(account.undelivered == 309)
      #expect(first.result.errorText.contains("the spool is full"), "\(first.result.errorText)")
      #expect(try batches(of: "traces").reduce(0, +) == account.waiting)

      let back = try await TelemetryReceiver(in: directory, at: gone)
      let second = try await run(environment, within: .seconds(7))
      let requests = try back.requests()
      let own = try second.run().traceId
      let old = requests.spans.filter { $0.traceId != own }
      #expect(old.count == account.waiting)
      #expect(Set(old.map(\.spanId)).count == old.count)
      // The newest are kept, and the root is the last of all.
      #expect(old.contains { $0.isRun })
      #expect(requests.spans.count { $0.traceId == own } == Self.made)
    }

    @Test("for one run, another at the same time leaves its telemetry alone")
    func sharedSpool() async throws {
      let gone = try await TelemetryReceiver(in: directory)
      try await gone.stop()
      let first = try TelemetryLongRun(
        "/bin/true", environment: gone.environment().with(["OTEL_BSP_SCHEDULE_DELAY": "50"]),
        in: directory)
      try await wait(for: "the spans on disk") { try batches(of: "traces") == [1] }
      let receiver = try await TelemetryReceiver(in: directory)
      _ = try await run(receiver.environment(), within: .seconds(7))
      #expect(try receiver.requests().spans.count == Self.made)
      let end = try await first.finish()
      #expect(TelemetryAccount(end.errorText).waiting == 3)
      _ = try await run(receiver.environment(), within: .seconds(7))
      let spans = try receiver.requests().spans
      #expect(spans.count == 2 * Self.made + 3)
      #expect(Set(spans.map(\.spanId)).count == spans.count)
    }

    @Test("or after sonde was killed, the next one sends what was on disk and counts the rest")
    func killed() async throws {
      let receiver = try await TelemetryReceiver(
        in: directory,
        answers: #"[{"for": "traces"}, {"for": "traces", "times": -1, "grpc": "UNAVAILABLE"}]"#)
      // Ten are delivered, ten wait on disk, five in memory for others.
      let environment = receiver.environment(.grpc).with([
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "10", "OTEL_BSP_SCHEDULE_DELAY": "60000",
        "OTEL_METRIC_EXPORT_INTERVAL": "100",
      ])
      let run = try TelemetryLongRun(
        "for i in {1..25}; do /bin/true; done", environment: environment, in: directory)
      try await receiver.waitFor("a batch that was taken and one that was not") {
        Set($0.of("traces").map(\.answer)) == ["ok", "UNAVAILABLE"]
      }
      try await receiver.waitFor("all spans to have been made") { $0.made("traces") == 25 }
      #expect(try batches(of: "traces") == [10])
      run.sonde.send(SIGKILL)
      #expect(try await run.sonde.end().status == 128 + SIGKILL)
      try await run.openGate()
      try await receiver.stop()

      let back = try await TelemetryReceiver(in: directory, at: receiver)
      let next = try await self.run(environment, within: .seconds(7))
      let account = TelemetryAccount(next.result.errorText)
      #expect(account.lost == ["killed": 5], "\(next.result.errorText)")
      #expect(account.waiting == 0)
      let before = try receiver.requests().accepted.spans
      let own = try next.run().traceId
      let after = try back.requests().spans.filter { $0.traceId != own }
      #expect(before.count == 10)
      #expect(after.count == 10)
      #expect(Set((before + after).map(\.spanId)).count == 20)
      #expect(try back.requests().spans.count { $0.traceId == own } == Self.made)
      #expect(try FileManager.default.contentsOfDirectory(atPath: spool) == [])
    }

    // MARK: Runs

    /// Whatever becomes of telemetry, the command's output and status are its own.
    private func run(
      _ environment: [String: String?], within limit: Duration
    ) async throws -> Trace {
      let start = ContinuousClock.now
      let trace = try await Trace(Self.command, environment: environment, in: directory)
      #expect(ContinuousClock.now - start < limit)
      #expect(trace.result.status == 3)
      #expect(trace.result.outputText == "out\n")
      return trace
    }

    private func follow() async throws {
      let script = try RunningCommand(
        [directory.path("followed")], in: directory, environment: .withoutTelemetry)
      #expect(try await script.end().status == 3)
    }

    /// Each run is a whole trace, and nothing has come twice.
    private func checkRuns(_ requests: [TelemetryRequest], count: Int) throws {
      let database = try StoredDatabase(directory.path("trace.db"))
      let runs = try database.runs()
      #expect(runs.count == count)
      for run in runs {
        let own = requests.spans.filter { $0.traceId == run.traceId }
        #expect(try TelemetryAgreement(database, runId: run.runId, spans: own).differences == [])
        let records = requests.records.filter { $0.traceId == run.traceId }
        #expect(records.count { $0.text == "run began" } == 1)
        #expect(records.count { $0.text.hasPrefix("run ended") } == 1)
      }
      #expect(requests.spans.count == count * Self.made)
    }

    // MARK: The spool

    private var spool: String { directory.path("trace.db-spool") }

    /// How many items each batch of a signal in the spool has, by the names of the files.
    private func batches(of signal: String) throws -> [Int] {
      let names = FileManager.default.enumerator(atPath: spool)?.compactMap { $0 as? String } ?? []
      return names.sorted().compactMap { name in
        let parts = name.split(separator: "-")
        guard name.hasSuffix(".batch"), parts.count > 2, parts[parts.count - 2] == signal else {
          return nil
        }
        return parts.last.flatMap { Int($0.dropLast(".batch".count)) }
      }
    }
  }
}

extension [TelemetryRequest] {
  /// How many items of a signal sonde has made, by its last metrics.
  fileprivate func made(_ signal: String) -> Int? {
    of("metrics").last?.message.metrics.first { $0.name == "sonde.telemetry.made" }?.points
      .first { $0.text("sonde.telemetry.signal") == signal }.map { Int($0.value) }
  }
}
