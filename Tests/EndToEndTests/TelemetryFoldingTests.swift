import Foundation
import Testing

extension TracingTests {
  @Suite("Folding")
  struct TelemetryFoldingTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("leaves no process out: spans and folded counts are the processes of the run")
    func storm() async throws {
      let (trace, spans) = try await run(
        [try Installation().workloads, "storm", "3001", "2"], limit: 100)
      let processes = spans.filter { !$0.isRun }
      #expect(try trace.run().complete == true)
      #expect(processes.count + folded(spans) == 3002)
      // Those that took long have a span in any case.
      #expect((100...1500).contains(processes.count))
      #expect(spans.allSatisfy { $0.number("sonde.folded.failed") ?? 0 == 0 })
      // What is folded is in the metrics all the same.
      checkIDs(spans, trace)
    }

    @Test("counts those that failed, and never takes one that a signal ended")
    func failures() async throws {
      let script = """
        for i in {1..40}; do /bin/true; /bin/false; done
        for i in 1 2 3; do /bin/sh -c 'kill -9 $$'; done
        :
        """
      let (trace, spans) = try await run(["/bin/bash", "-c", script], limit: 10)
      let rows = try trace.database.processes()
      #expect(spans.count { !$0.isRun } + folded(spans) == rows.count)
      let failed = spans.count { !$0.isRun && $0.isError }
      let foldedFailed = spans.reduce(0) { $0 + Int($1.number("sonde.folded.failed") ?? 0) }
      #expect(failed + foldedFailed == 43)
      #expect(foldedFailed > 0)
      #expect(spans.count { $0.text("sonde.signal") == "SIGKILL" } == 3)
      checkIDs(spans, trace)
    }

    @Test("moves a long-lived child of a folded parent up to the nearest one that has a span")
    func outlivesParent() async throws {
      // The middle ones end at once, below each other; the last outlives all but the root.
      let script = """
        for i in {1..20}; do /bin/true; done
        (:; (:; (:; exec /bin/sleep 0.3) & ) & )
        sleep 0.4
        """
      let (trace, spans) = try await run(["/bin/bash", "-c", script], limit: 5)
      let rows = try trace.database.processes()
      #expect(spans.count { !$0.isRun } + folded(spans) == rows.count)
      let byID = Dictionary(uniqueKeysWithValues: rows.map { ($0.processId, $0) })
      let spansByPID = Dictionary(
        spans.map { ($0.number("process.pid") ?? 0, $0) }, uniquingKeysWith: { first, _ in first })
      let sleeper = try #require(
        rows.first { $0.tool == "sleep" && $0.parentId.flatMap { byID[$0]?.parentId } != nil })
      let span = try #require(spansByPID[Int64(sleeper.pid)])
      var ancestor = sleeper.parentId.flatMap { byID[$0] }
      var depth = 0
      while let row = ancestor, spansByPID[Int64(row.pid)] == nil {
        ancestor = row.parentId.flatMap { byID[$0] }
        depth += 1
      }
      #expect(depth > 0, "its parent was folded")
      let expected = try #require(ancestor.flatMap { spansByPID[Int64($0.pid)] })
      #expect(span.parentSpanId == expected.spanId)
      checkIDs(spans, trace)
    }

    @Test("does not happen below the limit, nor to what takes longer than the floor")
    func notFolded() async throws {
      let command = ["/bin/bash", "-c", "for i in {1..20}; do /bin/true; done"]
      for (limit, floor) in [(1000, "10"), (0, "0")] {
        let (trace, spans) = try await run(
          command, limit: limit, environment: ["SONDE_TELEMETRY_SPAN_FLOOR": floor])
        #expect(try TelemetryAgreement(trace.database, spans: spans).differences == [])
        #expect(spans.count == 22)
      }
    }

    private func folded(_ spans: [TelemetrySpan]) -> Int {
      spans.reduce(0) { $0 + Int($1.number("sonde.folded.count") ?? 0) }
    }

    /// Every span has a parent that was sent, and none has the id of another.
    private func checkIDs(_ spans: [TelemetrySpan], _ trace: Trace) {
      let ids = Set(spans.map(\.spanId))
      #expect(ids.count == spans.count)
      #expect(spans.allSatisfy { $0.isRun || ids.contains($0.parentSpanId ?? "") })
      #expect(spans.count { $0.isRun } == 1)
    }

    private func run(
      _ command: [String], limit: Int, environment: [String: String?] = [:]
    ) async throws -> (trace: Trace, spans: [TelemetrySpan]) {
      let receiver = try await TelemetryReceiver(in: directory)
      let trace = try await Trace(
        command,
        environment: receiver.environment(.grpc).with([
          "SONDE_TELEMETRY_SPAN_LIMIT": String(limit), "OTEL_BSP_MAX_QUEUE_SIZE": "10000",
        ]).with(environment), in: directory)
      let last = try receiver.requests().of("metrics").last.map { [$0] }?.metrics ?? []
      let run = try trace.run().runId
      let rows = try trace.database.processes().filter { $0.runId == run }
      #expect(TelemetryTotals(rows, last).differences == [])
      return (trace, try receiver.requests().spans)
    }
  }
}
