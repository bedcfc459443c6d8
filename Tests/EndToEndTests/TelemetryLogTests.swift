import Foundation
import Testing

extension TracingTests {
  @Suite("The log of an agent")
  struct TelemetryLogTests {
    /// A line of it, for machines.
    private struct Line: Decodable {
      let level: String
      let logger: String
      let message: String
      let traceId: String?
      let spanId: String?
    }

    @Test("has the same lines for machines, for a collector and in a file, with the ids of spans")
    func isTheSame() async throws {
      let directory = try TemporaryDirectory()
      let receiver = try await TelemetryReceiver(in: directory)
      try directory.write(
        "#!/bin/sh\n/bin/true\n/bin/false\nexit 3\n", to: "followed", permissions: 0o755)
      let agent = try await TelemetryAgent(
        following: "followed", as: "steps",
        configuration: """
          logs_file = "\(directory.path("logs.jsonl"))"
          [log]
          format = "json"
          """, environment: receiver.environment(.grpc), in: directory)
      let script = try RunningCommand([directory.path("followed")], in: directory)
      #expect(try await script.end().status == 3)
      let shown = try shown(try await agent.stop().errorText)
      let sent = try receiver.requests().records.filter { $0.traceId != nil }
      let kept = try directory.read("logs.jsonl").split(separator: "\n")
        .flatMap { try JSONDecoder().decode(TelemetryMessage.self, from: Data($0.utf8)).records }
        .filter { $0.traceId != nil }
      #expect(sent.map(words) == shown)
      #expect(kept.map(words) == shown)
      #expect(sent.map(\.severityNumber) == [9, 13, 13, 17])
      let run = try #require(try agent.database().runs().first)
      #expect(shown == (try expected(run, try receiver.requests().spans)))
    }

    /// What standard error has of runs.
    private func shown(_ errors: String) throws -> [String] {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try errors.split(separator: "\n")
        .map { try decoder.decode(Line.self, from: Data($0.utf8)) }
        .filter { $0.logger == "sonde.runs" }
        .map { "\($0.level) \($0.message) \($0.traceId ?? "") \($0.spanId ?? "")" }
    }

    private func words(_ record: TelemetryRecord) -> String {
      let (severity, span) = (record.severityText ?? "", record.spanId ?? "")
      return "\(severity) \(record.text) \(record.traceId ?? "") \(span)"
    }

    private func expected(_ run: StoredRun, _ spans: [TelemetrySpan]) throws -> [String] {
      let failed = try #require(spans.first { $0.name == "false" })
      let root = try #require(spans.first { $0.name == "followed" })
      let (trace, runSpan) = (run.traceId ?? "", run.spanId ?? "")
      let falsePID = failed.number("process.pid") ?? 0
      let rootPID = root.number("process.pid") ?? 0
      return [
        "info run began \(trace) \(runSpan)",
        "warning false (pid \(falsePID)): exit status 1 \(trace) \(failed.spanId)",
        "warning followed (pid \(rootPID)): exit status 3 \(trace) \(root.spanId)",
        "error run ended: exit status 3 \(trace) \(runSpan)",
      ]
    }
  }
}
