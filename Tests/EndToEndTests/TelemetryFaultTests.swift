import Foundation
import Testing

extension TracingTests {
  @Suite("With a collector that is")
  struct TelemetryFaultTests {
    @Test("spans are sent again or counted as lost", arguments: TelemetryFault.table)
    func isSurvived(fault: TelemetryFault) async throws {
      let directory = try TemporaryDirectory()
      let receiver = try await TelemetryReceiver(
        in: directory, answers: #"[{"for": "traces", \#(fault.answer)}]"#)
      let run = try TelemetryLongRun(
        "/bin/true",
        environment: receiver.environment(fault.wireProtocol).with(
          ["OTEL_BSP_SCHEDULE_DELAY": "50"].merging(fault.environment) { $1 }),
        in: directory)
      try await receiver.waitFor("the spans, \(fault.attempts) times") {
        $0.attempts(of: "true").count >= fault.attempts
      }
      let end = try await run.finish()

      let attempts = try receiver.requests().attempts(of: "true")
      #expect(attempts.count == fault.attempts, "\(attempts.map(\.answer))")
      let (first, last) = (try #require(attempts.first), try #require(attempts.last))
      #expect(last.time - first.time >= fault.pause)
      // The same again, not others.
      #expect(Set(attempts.spans.map(\.spanId)).count == 1)
      #expect(end.errorText.contains(fault.notice), "\(end.errorText)")
      let account = TelemetryAccount(end.errorText)
      #expect(account.lost == (fault.loss.map { [$0: 1] } ?? [:]))
      #expect(account.waiting == 0)

      // Whatever was made was received or is accounted for, and nothing of it twice.
      let received = try receiver.requests().accepted.spans
      let known = account.lost.filter { $0.key != "rejected" }.values.reduce(0, +)
      let made = try StoredDatabase(run.database).processes().count + 1
      #expect(Set(received.map(\.spanId)).count + known == made)
      #expect(made == 3)
      if first.answer != "ok" { #expect(received.count + known == made) }
      checkMetrics(try receiver.requests().of("metrics").last, fault)
    }

    /// What is lost is in the metrics too.
    private func checkMetrics(_ last: TelemetryRequest?, _ fault: TelemetryFault) {
      let dropped = (last?.message.metrics ?? []).filter { $0.name == "sonde.telemetry.dropped" }
        .flatMap(\.points).filter { $0.text("sonde.telemetry.signal") == "traces" }
      #expect(!dropped.isEmpty)
      for point in dropped {
        let reason = point.text("sonde.drop.reason")
        #expect(point.value == (reason == fault.loss ? 1 : 0), "\(reason ?? "none")")
      }
    }

    @Test("slower than spans come, those for which the queue has no room are counted as lost")
    func fullQueue() async throws {
      let directory = try TemporaryDirectory()
      let receiver = try await TelemetryReceiver(in: directory)
      let trace = try await Trace(
        [try Installation().workloads, "storm", "2003", "2"],
        environment: receiver.environment(.grpc).with([
          "OTEL_BSP_MAX_QUEUE_SIZE": "16", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "8",
          "SONDE_TELEMETRY_SPAN_LIMIT": "10000",
        ]), in: directory)
      let account = TelemetryAccount(trace.result.errorText)
      let spans = try receiver.requests().spans
      #expect(account.lost.keys.sorted() == ["queue_full"])
      #expect(account.waiting == 0)
      #expect(spans.count + account.undelivered == 2003 + 2)
      #expect(Set(spans.map(\.spanId)).count == spans.count)
    }

    @Test("made for smaller requests, a batch that is too large is sent in parts")
    func oversizedBatch() async throws {
      let directory = try TemporaryDirectory()
      let receiver = try await TelemetryReceiver(in: directory, options: ["--no-messages"])
      // 2,203 times 32 kB are more than the 64 MiB that a request may have.
      let workloads = try Installation().workloads
      let argument = String(repeating: "x", count: 32_000)
      let trace = try await Trace(
        [workloads, "posix-spawn", "2203", workloads, "noop", argument],
        environment: receiver.environment(.grpc).with([
          "SONDE_TELEMETRY_COMMAND_ARGS": "true", "SONDE_TELEMETRY_SPAN_LIMIT": "10000",
          "SONDE_CAPTURE_RING_BYTES": String(128 << 20),
          "OTEL_BSP_MAX_QUEUE_SIZE": "5000", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "5000",
          "OTEL_BSP_SCHEDULE_DELAY": "60000",
        ]), in: directory)
      #expect(trace.result.status == 0)
      let requests = try receiver.requests().of("traces")
      #expect(requests.map(\.items).reduce(0, +) == 2203 + 2)
      #expect(requests.map(\.bytes).reduce(0, +) > 64 << 20)
      #expect(requests.allSatisfy { $0.bytes <= 64 << 20 })
      #expect(requests.count > 1)
      #expect(TelemetryAccount(trace.result.errorText).undelivered == 0)
    }
  }
}

extension [TelemetryRequest] {
  /// Those that carry the span of this name.
  fileprivate func attempts(of name: String) -> [TelemetryRequest] {
    filter { $0.message.spans.contains { $0.name == name } }
  }
}
