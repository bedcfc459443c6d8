import Foundation
import Testing

extension TracingTests {
  @Suite("sonde emit")
  struct TelemetryEmitTests {
    private let directory: TemporaryDirectory
    /// Hooks that are tried, each in a step; the last step finds that nothing is missing.
    private static let hooks = 21
    private static let decisions = Double(hooks + 1)
    private static let components = [
      "UnifiedPipeline", "CoverageBot", "CoverageOrchestrator", "ProbeInjector",
      "SignalReceiver", "SignalProcessor", "SignalStore",
    ]

    init() throws { directory = try TemporaryDirectory() }

    @Test("sends a cycle over our own hooks, whole", arguments: TelemetryProtocol.allCases)
    func sends(wireProtocol: TelemetryProtocol) async throws {
      let receiver = try await TelemetryReceiver(in: directory)
      let result = try await emit("telemetry", environment: receiver.environment(wireProtocol))
      #expect(result.status == 0)
      #expect(result.outputText == "")
      let requests = try receiver.requests()
      let trace = try checkSpans(requests.spans)
      let link = "sent; Jaeger shows it at http://localhost:16686/trace/\(trace)"
      #expect(result.errorText == "sonde: \(link)\n")
      checkMetrics(requests.metrics)
      let known = Set(requests.spans.map(\.spanId))
      #expect(requests.records.count { $0.text == "hook tried" } == Self.hooks)
      #expect(
        requests.records.allSatisfy { $0.traceId == trace && known.contains($0.spanId ?? "") })
    }

    @Test("of a trace sends nothing else, and links to the Jaeger that is named")
    func traceAlone() async throws {
      let receiver = try await TelemetryReceiver(in: directory)
      let result = try await emit(
        "trace", "--jaeger", "http://jaeger.example", environment: receiver.environment())
      #expect(result.status == 0)
      #expect(Set(try receiver.requests().map(\.signal)) == ["traces"])
      let trace = try checkSpans(try receiver.requests().spans)
      #expect(result.errorText.contains(" http://jaeger.example/trace/\(trace)\n"))
    }

    @Test("without an endpoint prints what it would send")
    func prints() async throws {
      let result = try await emit("telemetry", environment: .withoutTelemetry)
      #expect(result.status == 0)
      let messages = try result.outputText.split(separator: "\n").map {
        try JSONDecoder().decode(TelemetryMessage.self, from: Data($0.utf8))
      }
      let trace = try checkSpans(messages.flatMap(\.spans))
      checkMetrics(messages.flatMap(\.metrics))
      #expect(messages.flatMap(\.records).allSatisfy { $0.traceId == trace })
      #expect(result.errorText.contains("trace \(trace): printed"), "\(result.errorText)")
    }

    /// What a collector answers, and why all is lost then; `nil` where there is none.
    static let troubles: [(answer: String?, reason: String)] = [
      (nil, "shutdown"), (#""grpc": "PERMISSION_DENIED", "times": -1"#, "refused"),
    ]

    @Test("says in five seconds when it could not be delivered", arguments: troubles)
    func fails(answer: String?, reason: String) async throws {
      let receiver = try await TelemetryReceiver(
        in: directory, answers: "[{\(answer ?? "\"drop\": true")}]")
      if answer == nil { try await receiver.stop() }
      let start = ContinuousClock.now
      let result = try await emit("trace", environment: receiver.environment(.grpc))
      #expect(ContinuousClock.now - start < .seconds(7))
      #expect(result.status == 1)
      #expect(TelemetryAccount(result.errorText).lost.keys.sorted() == [reason])
      #expect(!result.errorText.contains("sent;"))
    }

    private func emit(
      _ arguments: String..., environment: [String: String?]
    ) async throws -> RunningCommand.Result {
      try await RunningCommand(
        [try Installation().sonde, "emit"] + arguments, in: directory, environment: environment
      ).end()
    }

    /// Returns the trace.
    private func checkSpans(_ spans: [TelemetrySpan]) throws -> String {
      let root = try #require(spans.first { $0.parentSpanId == nil })
      let ids = Set(spans.map(\.spanId))
      #expect(root.name == "UnifiedPipeline.run")
      #expect(ids.count == spans.count)
      #expect(spans.count { $0.parentSpanId == nil } == 1)
      #expect(spans.allSatisfy { $0.traceId == root.traceId })
      #expect(spans.allSatisfy { $0.parentSpanId.map(ids.contains) ?? true })
      #expect(spans.allSatisfy { root.start <= $0.start && $0.end <= root.end })
      let steps = spans.filter { $0.name == "UnifiedPipeline.step" }
      #expect(steps.count == Self.hooks + 1)
      #expect(steps.allSatisfy { $0.parentSpanId == root.spanId })
      #expect(steps.last?.text("ebpf_bot.pipeline.outcome") == "covered")
      #expect(steps.dropLast().allSatisfy { $0.text("ebpf_bot.pipeline.outcome") == "hit" })
      for component in Self.components {
        #expect(spans.contains { $0.name.hasPrefix("\(component).") }, "\(component)")
      }
      return root.traceId
    }

    private func checkMetrics(_ metrics: [TelemetryMetric]) {
      func metric(_ name: String) -> TelemetryMetric? { metrics.first { $0.name == name } }
      #expect(metric("ebpf_bot_decisions_total")?.sum?.isMonotonic == true)
      #expect(metric("ebpf_bot_decisions_total")?.points.map(\.value) == [Self.decisions])
      #expect(metric("ebpf_bot_errors_total")?.points.map(\.value) == [0])
      let latency = metric("ebpf_bot_decision_latency_ms")?.histogram
      #expect(latency?.dataPoints.map(\.value) == [Self.decisions])
    }
  }
}
