import Foundation
import OpenTelemetryProto
import SwiftProtobuf
import Testing

@testable import OTLP

/// https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
@Suite("Files of JSON lines")
struct FileTests {
  private static let encoder = RequestEncoder(
    resource: Resource(attributes: [Attribute("service.name", "sonde")]))
  private static let scope = InstrumentationScope(name: "test", version: "1")

  @Test("A span's line is what the specification shows")
  func span() throws {
    var span = SpanRecord(
      traceID: try #require(TraceID(hex: "5b8efff798038103d269b633813fc60c")),
      spanID: try #require(SpanID(hex: "eee19b7ec3c1b174")),
      parentSpanID: SpanID(hex: "eee19b7ec3c1b173"), name: "I'm a \"server\"\u{1b}[1m",
      start: 1_544_712_660_000_000_000, end: 1_544_712_661_000_000_000)
    span.kind = .server
    span.attributes = [
      Attribute("s", "ü\u{202e}"), Attribute("i", -5), Attribute("d", 0.5), Attribute("b", false),
      Attribute("l", .strings(["x"])), Attribute("n", .double(.nan)),
    ]
    span.status = .error("no")
    let request = Self.encoder.request(spans: [span], scope: Self.scope)
    let line = try JSONLine.encode(request, signal: .traces)
    #expect(
      String(decoding: line, as: UTF8.self) == """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":\
        "sonde"}}]},"scopeSpans":[{"scope":{"name":"test","version":"1"},"spans":[{"traceId":\
        "5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","parentSpanId":\
        "eee19b7ec3c1b173","flags":1,"name":"I'm a \\"server\\"\\u001b[1m","kind":2,\
        "startTimeUnixNano":"1544712660000000000","endTimeUnixNano":"1544712661000000000",\
        "attributes":[{"key":"s","value":{"stringValue":"ü\\u202e"}},{"key":"i","value":\
        {"intValue":"-5"}},{"key":"d","value":{"doubleValue":0.5}},{"key":"b","value":{"boolValue":\
        false}},{"key":"l","value":{"arrayValue":{"values":[{"stringValue":"x"}]}}},{"key":"n",\
        "value":{"doubleValue":"NaN"}}],"status":{"message":"no","code":2}}]}]}]}

        """)
  }

  @Test(
    "Lines say what the messages say, by the generated reader of JSON",
    arguments: 1...40 as ClosedRange<UInt64>)
  func agreement(seed: UInt64) throws {
    var random = RandomTelemetry(seed: seed)
    let spans = Self.encoder.request(spans: [random.span(), random.span()], scope: Self.scope)
    let logs = Self.encoder.request(logs: [random.log(), random.log()], scope: Self.scope)
    let metrics = Self.encoder.request(
      metrics: [random.metric(), random.metric()], scope: Self.scope)
    #expect(
      try Opentelemetry_Proto_Trace_V1_TracesData(jsonUTF8Data: read(spans, .traces))
        == Opentelemetry_Proto_Trace_V1_TracesData(serializedBytes: spans))
    #expect(
      try Opentelemetry_Proto_Logs_V1_LogsData(jsonUTF8Data: read(logs, .logs))
        == Opentelemetry_Proto_Logs_V1_LogsData(serializedBytes: logs))
    #expect(
      try Opentelemetry_Proto_Metrics_V1_MetricsData(jsonUTF8Data: read(metrics, .metrics))
        == Opentelemetry_Proto_Metrics_V1_MetricsData(serializedBytes: metrics))
  }

  @Test("Text that is no UTF-8 in a request is refused, not written")
  func notText() async throws {
    let directory = try TemporaryDirectory()
    let transport = FileTransport(path: "\(directory.path)/a.jsonl")
    // A resource whose schema URL is the byte ff.
    await #expect(throws: TransportFailure.self) {
      try await transport.send([0x0a, 0x03, 0x1a, 0x01, 0xff], signal: .traces, timeout: .zero)
    }
    #expect(directory.files == [])
  }

  @Test("A file has whole lines, and one before it is kept when it is full")
  func rotation() async throws {
    let directory = try TemporaryDirectory()
    let file = LineFile(path: "\(directory.path)/a.jsonl", limit: 100)
    let lines = (0..<20).map { Array("{\"line\":\(100 + $0)}\n".utf8) }
    for line in lines { try await file.append(line) }
    #expect(directory.files == ["a.jsonl", "a.jsonl.1"])
    let kept = try ["a.jsonl.1", "a.jsonl"].map { try contents(directory, $0) }
    #expect(kept.allSatisfy { $0.count <= 100 })
    #expect(Data(lines.flatMap(\.self)).suffix(kept[0].count + kept[1].count) == kept[0] + kept[1])
  }

  @Test("A line longer than the limit is written all the same")
  func longLine() async throws {
    let directory = try TemporaryDirectory()
    let file = LineFile(path: "\(directory.path)/a.jsonl", limit: 10)
    let line = Array("{\"line\":\"longer than ten\"}\n".utf8)
    try await file.append(line)
    #expect(try contents(directory, "a.jsonl") == Data(line))
  }

  @Test("Writers that share a file lose nothing, over its renaming")
  func sharing() async throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/a.jsonl"
    let lines = (0..<400).map { "{\"line\":\(1000 + $0)}\n" }
    // Room for a little more than half of them.
    let limit = 220 * 15
    try await withThrowingTaskGroup { group in
      for writer in 0..<4 {
        group.addTask {
          let file = LineFile(path: path, limit: limit)
          for line in lines[(writer * 100)..<(writer * 100 + 100)] {
            try await file.append(Array(line.utf8))
          }
        }
      }
      try await group.waitForAll()
    }
    let all = try contents(directory, "a.jsonl.1") + contents(directory, "a.jsonl")
    let found = String(decoding: all, as: UTF8.self).split(separator: "\n").map { "\($0)\n" }
    #expect(found.sorted() == lines)
  }

  @Test("A line that was cut off does not spoil the next")
  func cutOff() async throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/a.jsonl"
    try Data("{\"whole\":1}\n{\"ha".utf8).write(to: URL(fileURLWithPath: path))
    let file = LineFile(path: path, limit: 1000)
    try await file.append(Array("{\"next\":1}\n".utf8))
    #expect(
      try String(decoding: contents(directory, "a.jsonl"), as: UTF8.self)
        == "{\"whole\":1}\n{\"ha\n{\"next\":1}\n")
  }

  @Test("A disk that is full is an error that may be tried again, and leaves no part of a line")
  func fullDisk() async throws {
    let transport = FileTransport(path: "/dev/full")
    let request = Self.encoder.request(spans: [.named("a")], scope: Self.scope)
    let failure = await #expect(throws: TransportFailure.self) {
      try await transport.send(request, signal: .traces, timeout: .seconds(1))
    }
    #expect(failure?.isRetryable == true)
    #expect(failure?.message.contains("No space left on device") == true)
  }

  // MARK: Helpers

  private func contents(_ directory: TemporaryDirectory, _ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(directory.path)/\(name)"))
  }

  /// The line of a request, with its ids in base64, as protobuf's own JSON has them.
  private func read(_ request: [UInt8], _ signal: Signal) throws -> Data {
    let line = try JSONLine.encode(request, signal: signal)
    #expect(line.firstIndex(of: UInt8(ascii: "\n")) == line.count - 1)
    let object = try JSONSerialization.jsonObject(with: Data(line))
    return try JSONSerialization.data(withJSONObject: withBase64(object))
  }

  private func withBase64(_ value: Any) throws -> Any {
    if let list = value as? [Any] { return try list.map(withBase64) }
    guard let object = value as? [String: Any] else { return value }
    return try Dictionary(
      uniqueKeysWithValues: object.map { key, value in
        guard ["traceId", "spanId", "parentSpanId"].contains(key), let hex = value as? String else {
          return (key, try withBase64(value))
        }
        let digits = Array(hex)
        let bytes = try stride(from: 0, to: digits.count, by: 2).map {
          try #require(UInt8(String(digits[$0...$0 + 1]), radix: 16))
        }
        return (key, Data(bytes).base64EncodedString())
      })
  }
}
