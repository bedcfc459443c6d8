import Foundation
import Testing

extension TracingTests {
  @Suite("Runs on several hosts")
  struct TelemetryHostsTests {
    /// Waits until the run of the other host is over.
    private static let waiting = """
      echo $TRACEPARENT >context.new; mv context.new context
      until [ -e done ]; do sleep 0.02; done
      """

    @Test(
      "are one trace with one root, when the second's was started with the first's TRACEPARENT",
      arguments: TelemetryProtocol.allCases)
    func oneTrace(wireProtocol: TelemetryProtocol) async throws {
      let directory = try TemporaryDirectory()
      let namespaces = try await NetworkNamespaces(hosts: 2, in: directory)
      let receiver = try await TelemetryReceiver(
        in: directory, host: "0.0.0.0", namespace: namespaces.collector)
      func host(_ number: Int, _ script: String, _ environment: [String: String?]) throws
        -> RunningCommand
      {
        let address = NetworkNamespaces.collectorAddress(ofHost: number)
        return try RunningCommand(
          NetworkNamespaces.command(
            [
              try Installation().sonde, "run", "--no-report", "--db",
              directory.path("host-\(number).db"), "--pipeline", "part-\(number)", "--",
              "/bin/sh", "-c", script,
            ], in: namespaces.hosts[number]),
          in: directory,
          environment: receiver.environment(wireProtocol).with(environment).with([
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://\(address):\(receiver.port(wireProtocol))",
            "OTEL_RESOURCE_ATTRIBUTES": "host.name=host-\(number)",
          ]))
      }
      let first = try host(0, Self.waiting, [:])
      try await wait(for: "the first run's context") { directory.exists("context") }
      let context = try directory.read("context").trimmingCharacters(in: .whitespacesAndNewlines)
      let second = try host(1, "/bin/true; /bin/true; exit 3", ["TRACEPARENT": context])
      #expect(try await second.end().status == 3)
      try directory.write("", to: "done")
      #expect(try await first.end().status == 0)
      try check(try receiver.requests(), directory)
    }

    private func check(_ requests: [TelemetryRequest], _ directory: TemporaryDirectory) throws {
      let spans = requests.spans
      let ids = Set(spans.map(\.spanId))
      #expect(Set(spans.map(\.traceId)).count == 1)
      #expect(ids.count == spans.count)
      let roots = spans.filter { $0.parentSpanId == nil }
      #expect(roots.map(\.name) == ["RUN part-0"])
      #expect(spans.allSatisfy { $0.parentSpanId.map(ids.contains) ?? true })
      let second = try #require(spans.first { $0.name == "RUN part-1" })
      #expect(second.parentSpanId == roots.first?.spanId)
      for number in 0...1 {
        let own = requests.of("traces").flatMap { $0.message.resourceSpans ?? [] }
          .filter { $0.resource.attributes.text("host.name") == "host-\(number)" }
          .flatMap { $0.scopeSpans.flatMap(\.spans) }
        let database = try StoredDatabase(directory.path("host-\(number).db"))
        #expect(try TelemetryAgreement(database, spans: own).differences == [])
      }
    }
  }
}
