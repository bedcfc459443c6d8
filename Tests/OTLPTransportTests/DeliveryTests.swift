import OTLP
import OpenTelemetryProto
import SwiftProtobuf
import Testing

@Suite("Delivery")
struct DeliveryTests {
  @Test("A request arrives as it was sent, whatever it is about", arguments: WireProtocol.allCases)
  func arrives(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver()
    for (signal, request) in [
      (.traces, try Telemetry.traces()), (.metrics, try Telemetry.metrics()),
      (.logs, try Telemetry.logs()),
    ] as [(Signal, [UInt8])] {
      try await wireProtocol.withTransport(to: receiver.endpoint(wireProtocol, signal)) {
        try await $0.expectTaken(request, signal)
      }
    }
    #expect(try receiver.records().map(\.signal) == ["traces", "metrics", "logs"])
    #expect(try receiver.records().map(\.items) == [1, 1, 1])
    let span = #"{"kind":3,"name":"work","startTimeUnixNano":"1700000000000000007"}"#
    #expect(
      try receiver.messages() == [
        #"{"resourceSpans":[{"scopeSpans":[{"spans":[\#(span)]}]}]}"#,
        #"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"gauge":{"dataPoints":[{"asInt":"7"}]},"#
          + #""name":"things"}]}]}]}"#,
        #"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"it happened"}}]}]}]}"#,
      ])
  }

  @Test("Headers go with each request, and who sends it", arguments: WireProtocol.allCases)
  func headers(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver()
    try await wireProtocol.withTransport(
      to: receiver.endpoint(wireProtocol),
      {
        $0.headers = [.init("X-Scope", " two words\t"), .init("tenant", "a=b;c,d")]
        $0.userAgent = "OTel-OTLP-Exporter-Swift/9.8.7"
      }
    ) { transport in
      for _ in 0..<2 { _ = try await transport.send([]) }
    }
    for record in try receiver.records() {
      #expect(record.headers["x-scope"] == "two words")
      #expect(record.headers["tenant"] == "a=b;c,d")
      #expect(record.headers["user-agent"] == "OTel-OTLP-Exporter-Swift/9.8.7")
      if wireProtocol == .httpProtobuf {
        #expect(record.headers["content-type"] == "application/x-protobuf")
      }
    }
    #expect(try receiver.records().count == 2)
  }

  @Test("One connection serves many requests", arguments: WireProtocol.allCases)
  func keepsConnection(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver()
    try await wireProtocol.withTransport(to: receiver.endpoint(wireProtocol)) { transport in
      for _ in 0..<5 { _ = try await transport.send([]) }
    }
    #expect(Set(try receiver.records().map(\.peer)).count == 1)
    #expect(try receiver.records().count == 5)
  }

  @Test("Requests at one time arrive once each", arguments: WireProtocol.allCases)
  func concurrent(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver()
    let names = (0..<53).map { "span \($0)" }
    try await wireProtocol.withTransport(to: receiver.endpoint(wireProtocol)) { transport in
      try await withThrowingTaskGroup { group in
        for name in names {
          group.addTask { _ = try await transport.send(try Telemetry.traces(name)) }
        }
        try await group.waitForAll()
      }
    }
    let received = try receiver.messages()
    #expect(received.count == names.count)
    for name in names {
      #expect(received.filter { $0.contains("\"\(name)\"") }.count == 1, "\(name)")
    }
  }

  @Test(
    "Compression makes requests smaller, and they are the same", arguments: WireProtocol.allCases)
  func compression(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver()
    let request = try Telemetry.traces(names: (0..<1_009).map { "span \($0)" })
    for isCompressed in [false, true] {
      try await wireProtocol.withTransport(
        to: receiver.endpoint(wireProtocol), { $0.isCompressed = isCompressed }
      ) { _ = try await $0.send(request) }
    }
    let records = try receiver.records()
    #expect(records.map(\.compression) == ["none", "gzip"])
    #expect(records.map(\.bytes) == [request.count, request.count])
    #expect(records.map(\.items) == [1_009, 1_009])
    #expect(records[0].wireBytes == request.count)
    #expect(try #require(records[1].wireBytes) * 4 < request.count)
  }

  @Test("The answer comes back: what was rejected, and why", arguments: WireProtocol.allCases)
  func partialSuccess(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver(answers: #"[{"reject": 13, "message": "too old"}]"#)
    try await wireProtocol.withTransport(to: receiver.endpoint(wireProtocol)) { transport in
      let answer = try Opentelemetry_Proto_Collector_Trace_V1_ExportTraceServiceResponse(
        serializedBytes: try await transport.send([]))
      #expect(answer.partialSuccess.rejectedSpans == 13)
      #expect(answer.partialSuccess.errorMessage == "too old")
    }
  }

  @Test("A token is wanted, and sent", arguments: WireProtocol.allCases)
  func token(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver("--token", "t0ken")
    let endpoint = receiver.endpoint(wireProtocol)
    try await wireProtocol.withTransport(
      to: endpoint, { $0.headers = [.init("Authorization", "Bearer t0ken")] }
    ) { try await $0.expectTaken() }
    let failure = try await wireProtocol.withTransport(
      to: endpoint, { $0.headers = [.init("Authorization", "Bearer another")] }
    ) { try await $0.failure() }
    #expect(failure.code == (wireProtocol == .grpc ? "UNAUTHENTICATED" : "401"))
    #expect(!failure.isRetryable)
    #expect(failure.message.contains("a bearer token is required"))
    #expect(failure.message.contains("OTEL_EXPORTER_OTLP_HEADERS"))
    #expect(!failure.message.contains("another"))
  }
}
