import Telemetry
import Testing

@testable import Web

@Suite("The endpoint for Prometheus")
struct MetricsServerTests {
  @Test("Metrics are served as text, and as OpenMetrics to whoever asks for it")
  func forms() async throws {
    try await TestServer.run { port in
      let text = try await Answer.to("/metrics", port: port)
      #expect(text.status == "HTTP/1.1 200 OK")
      #expect(text.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
      #expect(text.headers["content-length"] == String(text.body.count))
      #expect(text.text.contains("# TYPE scrapes_total counter\n"))
      #expect(text.text.contains("target_info{service_name=\"sonde\"} 1\n"))
      let open = try await Answer.to(
        "/metrics", port: port, headers: ["Accept": "application/openmetrics-text; version=1.0.0"])
      #expect(
        open.headers["content-type"]
          == "application/openmetrics-text; version=1.0.0; charset=utf-8")
      #expect(open.text.hasSuffix("# EOF\n"))
      #expect(open.headers["vary"] == "Accept, Accept-Encoding")
    }
  }

  @Test("Each scrape collects anew")
  func collectedAnew() async throws {
    try await TestServer.run { port in
      for count in 1...3 {
        let answer = try await Answer.to("/metrics?x=1", port: port)
        #expect(answer.text.contains("scrapes_total{otel_scope_name=\"test\"} \(count)\n"))
      }
    }
  }

  @Test(
    "What is wrong in a request is answered so",
    arguments: [
      ("GET", "/", "200 OK", "Sonde: metrics are at /metrics\n"),
      ("GET", "/metrics/", "404 Not Found", "nothing here; metrics are at /metrics\n"),
      ("GET", "/nothing", "404 Not Found", "nothing here; metrics are at /metrics\n"),
      ("POST", "/metrics", "405 Method Not Allowed", "only GET and HEAD\n"),
      ("DELETE", "/nothing", "405 Method Not Allowed", "only GET and HEAD\n"),
    ])
  func answers(method: String, path: String, status: String, text: String) async throws {
    try await TestServer.run { port in
      let answer = try await Answer.to(path, port: port, method: method)
      #expect(answer.status == "HTTP/1.1 \(status)")
      #expect(answer.text == text)
      #expect(answer.headers["allow"] == (status.hasPrefix("405") ? "GET, HEAD" : nil))
    }
  }

  @Test("HEAD says what GET would say, without the body", arguments: ["/metrics", "/", "/nothing"])
  func head(path: String) async throws {
    try await TestServer.run { port in
      let head = try await Answer.to(path, port: port, method: "HEAD")
      let get = try await Answer.to(path, port: port)
      #expect(head.status == get.status)
      #expect(head.headers["content-type"] == get.headers["content-type"])
      #expect(head.headers["content-length"] == get.headers["content-length"])
      #expect(head.body.isEmpty && !get.body.isEmpty)
    }
  }

  @Test(
    "An answer is compressed for those who take it so",
    arguments: [
      ("gzip", true), ("br, gzip;q=0.5", true), ("*", true), ("gzip;q=0", false),
      ("identity", false), ("*;q=0, deflate", false), ("gzip;q=0, *", false),
    ])
  func compression(accepted: String, isCompressed: Bool) async throws {
    try await TestServer.run { port in
      let answer = try await Answer.to(
        "/metrics", port: port, headers: ["Accept-Encoding": accepted])
      #expect(answer.headers["content-encoding"] == (isCompressed ? "gzip" : nil))
      let text = isCompressed ? answer.unpacked : answer.text
      #expect(text.contains("scrapes_total{otel_scope_name=\"test\"} 1\n"))
    }
  }

  @Test("A port that is in use is named, with how to mend it")
  func busyPort() async throws {
    try await TestServer.run { port in
      let error = await #expect(throws: MetricsServerError.self) {
        try await TestServer.make(HostPort(host: "127.0.0.1", port: port)).run()
      }
      #expect(
        error?.description
          == "Prometheus's endpoint 127.0.0.1:\(port): the port is in use by another program; "
          + "stop that, or choose another port with telemetry.prometheus or "
          + "OTEL_EXPORTER_PROMETHEUS_PORT")
    }
  }

  @Test("A host that is not this one is named")
  func strangeHost() async {
    let error = await #expect(throws: MetricsServerError.self) {
      try await TestServer.make(HostPort(host: "192.0.2.1", port: 0)).run()
    }
    #expect(error?.message.hasPrefix("no network of this host has the address") == true)
  }

  @Test(
    "A client that does nothing, or too slowly, is let go of",
    arguments: [
      "", "GET /metrics HTTP/1.1\r\nHost: localhost\r\n",
      "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx",
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ])
  func slowClient(request: String) async throws {
    try await TestServer.run(MetricsServer.Limits(idle: .milliseconds(200))) { port in
      let slow = try Conversation(port: port)
      defer { slow.close() }
      slow.send(request)
      // The end comes from the server: the client closes nothing.
      _ = try await slow.readToEnd()
      // On a busy machine this client may be the slow one.
      var status: String?
      for _ in 0..<50 where status != "HTTP/1.1 200 OK" {
        status = try? await Answer.to("/", port: port).status
      }
      #expect(status == "HTTP/1.1 200 OK")
    }
  }
}
