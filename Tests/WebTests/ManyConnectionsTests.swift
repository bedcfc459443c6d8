import OTLP
import Synchronization
import Testing

@testable import Web

@Suite("Many connections to the endpoint for Prometheus")
struct ManyConnectionsTests {
  /// What clients do that never come to an end.
  enum Behaviour: String, CaseIterable, Sendable {
    case idle = ""
    case halfRequest = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n"
    case halfBody = "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx"
    /// A large answer that nobody reads.
    case slowReader = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
    case slowReaderThatCloses =
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
  }

  @Test(
    "A server that ends closes all connections, whatever their clients do",
    arguments: Behaviour.allCases, TestServer.End.allCases)
  func ending(behaviour: Behaviour, end: TestServer.End) async throws {
    let clients = Clients()
    defer { clients.closeAll() }
    let limits = MetricsServer.Limits(connections: 32, end: .milliseconds(50))
    try await TestServer.run(limits, records: [Self.large], end: end) { port in
      for _ in 0..<150 { try clients.connect(to: port).send(behaviour.rawValue) }
    }
    // Each comes to its end, which only the server can have brought about.
    for client in clients.all { _ = try await client.readToEnd() }
  }

  @Test(
    "A server may end while connections are still being made", arguments: TestServer.End.allCases)
  func endingMeanwhile(end: TestServer.End) async throws {
    let clients = Clients()
    defer { clients.closeAll() }
    async let connecting: Void = clients.connectUntilRefused()
    try await TestServer.run(MetricsServer.Limits(end: .milliseconds(50)), end: end) { port in
      clients.begin(at: port)
      await clients.waitFor(40)
    }
    await connecting
    for client in clients.all { _ = try await client.readToEnd() }
  }

  @Test("Those beyond the bound are told so and counted; there is room again when one ends")
  func bound() async throws {
    try await TestServer.run(MetricsServer.Limits(connections: 3)) { port in
      let clients = Clients()
      defer { for client in clients.all.dropFirst() { client.close() } }
      for _ in 0..<3 {
        let client = try clients.connect(to: port)
        client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try await client.readSome().starts(with: Array("HTTP/1.1 200 OK\r\n".utf8)))
      }
      // Says nothing itself: a request that nobody reads would cost it the answer.
      let refused = try clients.connect(to: port)
      let answer = Answer(try await refused.readToEnd())
      #expect(answer.status == "HTTP/1.1 503 Service Unavailable")
      #expect(answer.headers["retry-after"] == "1")
      #expect(answer.text == "too many connections; try again later\n")
      let client = clients.all[0]
      client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      let metrics = Answer(try await client.readToEnd())
      #expect(
        metrics.text.contains("sonde_prometheus_refused_total{otel_scope_name=\"test\"} 1\n"))
      client.close()
      // The server hears of it in its own time.
      var answers = 0
      while try await Answer.to("/", port: port).status.hasSuffix("503 Service Unavailable") {
        answers += 1
        try #require(answers < 10_000)
      }
    }
  }

  // MARK: Metrics

  /// More than the kernel takes for a client that does not read.
  private static let large = MetricRecord(
    name: "large", unit: "", description: String(repeating: "x", count: 8 << 20),
    data: .gauge([MetricRecord.NumberPoint(start: 1, time: 2, value: .int(1))]))
}
