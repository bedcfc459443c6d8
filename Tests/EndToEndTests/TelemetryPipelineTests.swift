import Foundation
import Testing

extension TracingTests {
  @Suite("The bioinformatics pipeline as a trace")
  struct TelemetryPipelineTests {
    @Test(
      "has its run as the root and every process under its true parent, as the database has them",
      arguments: TelemetryProtocol.allCases)
    func agrees(wireProtocol: TelemetryProtocol) async throws {
      let directory = try TemporaryDirectory()
      let receiver = try await TelemetryReceiver(in: directory)
      let trace = try await Trace(
        [Installation.path("pipelines/bioinformatics_pipeline.sh"), directory.path("work")],
        options: ["--pipeline", "bioinformatics"],
        environment: receiver.environment(wireProtocol).with(["READS": "5000"]), in: directory)
      #expect(trace.result.status == 0, "\(trace.result.errorText)")
      let requests = try receiver.requests()
      #expect(requests.allSatisfy { $0.protocol == (wireProtocol == .grpc ? "grpc" : "http") })
      let spans = requests.spans
      let agreement = try TelemetryAgreement(trace.database, spans: spans)
      #expect(agreement.differences == [])
      #expect(agreement.processes.count > 15, "the pipeline has that many steps")
      checkRun(try #require(spans.first { $0.isRun }), agreement)
      checkMetrics(requests, agreement)
      checkLogs(requests.records, spans)
      #expect(!trace.result.errorText.contains(" warning "), "\(trace.result.errorText)")
    }

    private func checkRun(_ span: TelemetrySpan, _ agreement: TelemetryAgreement) {
      #expect(span.name == "RUN bioinformatics")
      #expect(span.text("cicd.pipeline.name") == "bioinformatics")
      #expect(span.text("cicd.pipeline.action.name") == "RUN")
      #expect(span.text("cicd.pipeline.run.id") == String(agreement.run.runId))
      #expect(span.text("cicd.pipeline.result") == "success")
      #expect(span.attributes["sonde.complete"] == .flag(true))
      #expect(span.attributes["error.type"] == nil)
      #expect(!span.isError)
      #expect(span.number("sonde.processes") == Int64(agreement.processes.count))
      #expect(agreement.spans.allSatisfy { $0.attributes["process.command_args"] == nil })
      #expect(agreement.spans.allSatisfy { $0.attributes["process.command_line"] == nil })
    }

    private func checkMetrics(_ requests: [TelemetryRequest], _ agreement: TelemetryAgreement) {
      let last = requests.of("metrics").last.map { [$0] } ?? []
      #expect(TelemetryTotals(agreement.processes, last.metrics).differences == [])
      let pipelines = last.metrics.filter { $0.name.hasPrefix("process.") }.flatMap(\.points)
        .map { $0.text("cicd.pipeline.name") }
      #expect(Set(pipelines) == ["bioinformatics"])
      // By pid, a back end would drown in series.
      let keys = last.metrics.flatMap(\.points).flatMap { $0.attributes?.keys ?? [] }
      #expect(!keys.contains("process.pid"))
      let ids = Set(agreement.spans.map(\.spanId))
      let exemplars = last.metrics.flatMap(\.points).flatMap { $0.exemplars ?? [] }
      #expect(!exemplars.isEmpty)
      for exemplar in exemplars {
        #expect(exemplar.traceId == agreement.run.traceId)
        #expect(ids.contains(exemplar.spanId ?? ""))
      }
      let names = Set(last.metrics.map(\.name))
      for name in ["system.memory.usage", "system.filesystem.usage", "cicd.pipeline.run.duration"] {
        #expect(names.contains(name))
      }
    }

    private func checkLogs(_ records: [TelemetryRecord], _ spans: [TelemetrySpan]) {
      let known = Set(spans.map { "\($0.traceId) \($0.spanId)" })
      for record in records {
        #expect(known.contains("\(record.traceId ?? "") \(record.spanId ?? "")"), "\(record.text)")
      }
      #expect(records.contains { $0.text == "run began" })
      #expect(records.contains { $0.text.hasPrefix("run ended") })
      let failures = records.filter { $0.attributes?.keys.contains("process.exit.code") == true }
      #expect(failures.count == spans.count { !$0.isRun && $0.isError })
    }
  }
}
