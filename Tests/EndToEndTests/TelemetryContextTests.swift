import Foundation
import Testing

extension TracingTests {
  @Suite("A trace context in the environment")
  struct TelemetryContextTests {
    private static let traceID = "0af7651916cd43dd8448eb211c80319c"
    private static let spanID = "b7ad6b7169203331"
    private static let given = "00-\(traceID)-\(spanID)-01"

    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("is given to the command: the run's span", arguments: [true, false])
    func isGiven(isExported: Bool) async throws {
      let receiver = isExported ? try await TelemetryReceiver(in: directory) : nil
      let trace = try await Trace(
        ["/bin/sh", "-c", "echo $TRACEPARENT ${TRACESTATE-none}"],
        environment: receiver?.environment() ?? .withoutTelemetry, in: directory)
      let run = try trace.run()
      let (traceID, spanID) = (try #require(run.traceId), try #require(run.spanId))
      // Bit 1: the id is random.
      #expect(trace.result.outputText == "00-\(traceID)-\(spanID)-03 none\n")
      #expect(run.parentSpanId == nil)
      guard let receiver else { return }
      let root = try #require(try receiver.requests().spans.first { $0.isRun })
      #expect(root.traceId == traceID)
      #expect(root.spanId == spanID)
      #expect(root.parentSpanId == nil)
    }

    @Test("of sonde's own makes the run part of that trace, and the command too")
    func isJoined() async throws {
      let (trace, spans) = try await run(
        ["/bin/sh", "-c", "echo $TRACEPARENT $TRACESTATE; /bin/true; :"],
        environment: ["TRACEPARENT": Self.given, "TRACESTATE": "vendor=1"])
      let run = try trace.run()
      #expect(run.traceId == Self.traceID)
      #expect(run.parentSpanId == Self.spanID)
      let spanID = try #require(run.spanId)
      #expect(trace.result.outputText == "00-\(Self.traceID)-\(spanID)-01 vendor=1\n")
      #expect(try TelemetryAgreement(trace.database, spans: spans).differences == [])
      #expect(spans.count == 3)
      #expect(spans.allSatisfy { $0.traceState == "vendor=1" })
      // Bits 8 and 9: whether the parent is on another system.
      #expect(spans.first { $0.isRun }?.flags.map { $0 >> 8 } == 3)
      #expect(spans.first { !$0.isRun }?.flags.map { $0 >> 8 } == 1)
    }

    @Test("that the command is given makes the whole run part of that trace")
    func ofTheCommand() async throws {
      let (trace, spans) = try await run(
        ["env", "TRACEPARENT=\(Self.given)", "/bin/sh", "-c", "/bin/true; /bin/false; :"])
      let run = try trace.run()
      #expect(run.traceId == Self.traceID)
      #expect(run.parentSpanId == Self.spanID)
      #expect(try TelemetryAgreement(trace.database, spans: spans).differences == [])
      #expect(spans.count == 4)
    }

    @Test("that a program gives its child makes that a child of the program's own span")
    func ofAnInstrumentedProgram() async throws {
      let script = """
        TRACEPARENT=\(Self.given) /bin/sh -c '/bin/true; :'
        /bin/false
        :
        """
      let (trace, spans) = try await run(["/bin/bash", "-c", script])
      let run = try trace.run()
      let remote = spans.filter { $0.traceId == Self.traceID }
      #expect(remote.map(\.name).sorted() == ["sh", "true"])
      let shell = try #require(remote.first { $0.name == "sh" })
      #expect(shell.parentSpanId == Self.spanID)
      let link = try #require(shell.links?.first)
      #expect(link.spanId == run.spanId)
      #expect(link.traceId == run.traceId)
      #expect(remote.first { $0.name == "true" }?.parentSpanId == shell.spanId)
      let own = spans.filter { $0.traceId == run.traceId }
      #expect(own.map(\.name).sorted() == ["RUN bash", "bash", "false"])
      let root = try #require(own.first { $0.name == "bash" })
      #expect(root.parentSpanId == run.spanId)
      #expect(own.first { $0.name == "false" }?.parentSpanId == root.spanId)
    }

    static let malformed = [
      "hello",
      "00-\(traceID)-\(spanID)",
      "00-\(traceID.uppercased())-\(spanID)-01",
      "00-00000000000000000000000000000000-\(spanID)-01",
      "00-\(traceID)-0000000000000000-01",
      "ff-\(traceID)-\(spanID)-01",
      "00-\(traceID)-\(spanID)-01-extra",
      "00-\(traceID)-\(spanID)-0g",
    ]

    @Test("that is malformed is ignored, the command's as sonde's own")
    func malformed() async throws {
      let receiver = try await TelemetryReceiver(in: directory)
      for (number, text) in Self.malformed.enumerated() {
        let isOwn = number.isMultiple(of: 2)
        let command = ["/bin/sh", "-c", "echo $TRACEPARENT ${TRACESTATE-none}"]
        let trace = try await Trace(
          isOwn ? command : ["env", "TRACEPARENT=\(text)"] + command,
          environment: receiver.environment().with(
            isOwn ? ["TRACEPARENT": text, "TRACESTATE": "vendor=1"] : [:]),
          in: directory)
        let run = try trace.run()
        #expect(run.traceId != Self.traceID, "\(text)")
        #expect(run.parentSpanId == nil, "\(text)")
        let told = isOwn ? "00-\(run.traceId ?? "")-\(run.spanId ?? "")-03" : text
        #expect(trace.result.outputText == "\(told) none\n")
        let spans = try receiver.requests().spans.filter { $0.traceId == run.traceId }
        #expect(spans.map(\.name).sorted() == ["RUN \(isOwn ? "sh" : "env")", "sh"], "\(text)")
      }
    }

    @Test(
      "that is not sampled keeps the run's spans from being exported, unless the sampler says else",
      arguments: [nil, "always_on"])
    func notSampled(sampler: String?) async throws {
      let (trace, spans) = try await run(
        ["/bin/sh", "-c", "echo $TRACEPARENT; exit 3"],
        environment: [
          "TRACEPARENT": "00-\(Self.traceID)-\(Self.spanID)-00", "OTEL_TRACES_SAMPLER": sampler,
        ])
      let run = try trace.run()
      #expect(run.traceId == Self.traceID)
      #expect(trace.result.status == 3)
      #expect(spans.count == (sampler == nil ? 0 : 2))
      let flags = sampler == nil ? "00" : "01"
      #expect(trace.result.outputText == "00-\(Self.traceID)-\(run.spanId ?? "")-\(flags)\n")
    }

    @Test("of a program that the agent follows makes its run part of that trace")
    func agent() async throws {
      let receiver = try await TelemetryReceiver(in: directory)
      try directory.write(
        "#!/bin/bash\n/bin/true\n(exec /bin/false)\nexit 3\n", to: "followed", permissions: 0o755)
      let agent = try await TelemetryAgent(
        following: "followed", as: "steps", environment: receiver.environment(), in: directory)
      for environment in [[:], ["TRACEPARENT": Self.given]] {
        let script = try RunningCommand(
          [directory.path("followed")], in: directory,
          environment: .withoutTelemetry.with(environment))
        #expect(try await script.end().status == 3)
      }
      try await agent.stop()
      let spans = try receiver.requests().spans
      let runs = try agent.database().runs()
      #expect(runs.count == 2)
      #expect(runs.first?.parentSpanId == nil)
      #expect(runs.last?.parentSpanId == Self.spanID)
      #expect(runs.last?.traceId == Self.traceID)
      for run in runs {
        let own = spans.filter { $0.traceId == run.traceId }
        #expect(own.count == 4)
        let agreement = try TelemetryAgreement(
          try agent.database(), runId: run.runId, spans: own)
        #expect(agreement.differences == [])
        let root = try #require(own.first { $0.isRun })
        #expect(root.name == "RUN steps")
        #expect(root.text("cicd.pipeline.result") == "failure")
        #expect(root.text("error.type") == "3")
      }
    }

    private func run(
      _ command: [String], environment: [String: String?] = [:]
    ) async throws -> (trace: Trace, spans: [TelemetrySpan]) {
      let receiver = try await TelemetryReceiver(in: directory)
      let trace = try await Trace(
        command, environment: receiver.environment().with(environment), in: directory)
      return (trace, try receiver.requests().spans)
    }
  }
}
