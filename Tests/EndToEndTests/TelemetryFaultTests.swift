import Foundation
import Testing

/// What a collector does to the first spans of a run, and what becomes of them.
struct TelemetryFault: CustomTestStringConvertible, Sendable {
  let name: String
  let wireProtocol: TelemetryProtocol
  /// As the receiver takes them, of the one that is for spans.
  let answer: String
  var environment: [String: String] = [:]
  /// How often the spans are sent.
  var attempts = 2
  /// Seconds between the first and the last time, at least.
  var pause = 0.0
  /// Why they are lost, if they are.
  var loss: String?
  /// What is said of it.
  let notice: String

  var testDescription: String { "\(name), \(wireProtocol)" }

  static let table: [TelemetryFault] = [
    .init(
      name: "unavailable twice", wireProtocol: .grpc,
      answer: #""grpc": "UNAVAILABLE", "times": 2"#, attempts: 3,
      notice: "spans cannot be delivered and wait until they can: UNAVAILABLE"),
    .init(
      name: "exhausted for half a second", wireProtocol: .grpc,
      answer: #""grpc": "RESOURCE_EXHAUSTED", "retry_after": 0.5"#, pause: 0.5,
      notice: "spans cannot be delivered and wait until they can: RESOURCE_EXHAUSTED"),
    .init(
      name: "exhausted for good", wireProtocol: .grpc, answer: #""grpc": "RESOURCE_EXHAUSTED""#,
      attempts: 1, loss: "refused",
      notice: "the collector refused 1 spans, which are lost: RESOURCE_EXHAUSTED"),
    .init(
      name: "of the opinion that the request is wrong", wireProtocol: .grpc,
      answer: #""grpc": "INVALID_ARGUMENT", "message": "no such tenant""#, attempts: 1,
      loss: "refused", notice: "INVALID_ARGUMENT: no such tenant"),
    .init(
      name: "taking a part", wireProtocol: .grpc, answer: #""reject": 1, "message": "too old""#,
      attempts: 1, loss: "rejected", notice: "the collector rejected spans: too old"),
    .init(
      name: "gone before it answers", wireProtocol: .grpc, answer: #""drop": true"#,
      notice: "spans cannot be delivered and wait until they can: UNAVAILABLE"),
    .init(
      name: "slower than the timeout", wireProtocol: .grpc, answer: #""delay": 3"#,
      environment: ["OTEL_EXPORTER_OTLP_TIMEOUT": "300"], pause: 0.3,
      notice: "spans cannot be delivered and wait until they can: DEADLINE_EXCEEDED"),
    .init(
      name: "unavailable for a second", wireProtocol: .http,
      answer: #""http": 503, "retry_after": "1""#, pause: 1,
      notice: "spans cannot be delivered and wait until they can: 503"),
    .init(
      name: "unavailable until a date", wireProtocol: .http,
      answer: #""http": 503, "retry_date": 2"#, pause: 1,
      notice: "spans cannot be delivered and wait until they can: 503"),
    .init(
      name: "asking for patience without saying how much", wireProtocol: .http,
      answer: #""http": 429, "times": 2"#, attempts: 3,
      notice: "spans cannot be delivered and wait until they can: 429"),
    .init(
      name: "broken", wireProtocol: .http, answer: #""http": 500, "message": "no disk""#,
      attempts: 1, loss: "refused", notice: "the collector refused 1 spans, which are lost: 500"),
    .init(
      name: "taking a part", wireProtocol: .http, answer: #""reject": 1, "message": "too old""#,
      attempts: 1, loss: "rejected", notice: "the collector rejected spans: too old"),
    .init(
      name: "gone before it answers", wireProtocol: .http, answer: #""drop": true"#,
      notice: "spans cannot be delivered and wait until they can"),
    .init(
      name: "slower than the timeout", wireProtocol: .http, answer: #""delay": 3"#,
      environment: ["OTEL_EXPORTER_OTLP_TIMEOUT": "300"], pause: 0.3,
      notice: "spans cannot be delivered and wait until they can"),
  ]
}

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
