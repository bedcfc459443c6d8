import Foundation
import OpenTelemetryProto
import SwiftProtobuf
import Testing

@testable import OTLP

/// What is written field by field is compared with what the generated messages make of it, both
/// ways: decoded, and byte for byte.
@Suite("Encoding")
struct EncodingTests {
  private static let resource = Resource(
    attributes: [
      Attribute("service.name", "sonde"), Attribute("host.cpus", 64),
      Attribute("process.command_args", .strings(["", "a"])),
    ], schemaURL: "https://opentelemetry.io/schemas/1.30.0")
  private static let scope = InstrumentationScope(name: "processes", version: "1.2.3")
  private let encoder = RequestEncoder(resource: resource)

  @Test("Spans are what the generated messages say", arguments: 1...60 as ClosedRange<UInt64>)
  func spans(seed: UInt64) throws {
    var random = RandomTelemetry(seed: seed)
    let spans = (0..<5).map { _ in random.span() }
    let request = encoder.request(spans: spans, scope: Self.scope)
    let expected = Opentelemetry_Proto_Trace_V1_TracesData.with {
      $0.resourceSpans = [
        .with {
          $0.resource.attributes = Messages.attributes(Self.resource.attributes)
          $0.schemaURL = Self.resource.schemaURL
          $0.scopeSpans = [
            .with {
              $0.scope.name = Self.scope.name
              $0.scope.version = Self.scope.version
              $0.spans = spans.map(Messages.span)
            }
          ]
        }
      ]
    }
    #expect(try Opentelemetry_Proto_Trace_V1_TracesData(serializedBytes: request) == expected)
  }

  @Test("Log records are what the generated messages say", arguments: 1...30 as ClosedRange<UInt64>)
  func logs(seed: UInt64) throws {
    var random = RandomTelemetry(seed: seed)
    let logs = (0..<5).map { _ in random.log() }
    let request = encoder.request(logs: logs, scope: Self.scope)
    let data = try Opentelemetry_Proto_Logs_V1_LogsData(serializedBytes: request)
    let group = try #require(data.resourceLogs.first)
    #expect(data.resourceLogs.count == 1)
    #expect(group.schemaURL == Self.resource.schemaURL)
    #expect(group.scopeLogs.map(\.scope.version) == [Self.scope.version])
    #expect(group.scopeLogs.flatMap(\.logRecords) == logs.map(Messages.log))
  }

  @Test("Metrics are what the generated messages say", arguments: 1...60 as ClosedRange<UInt64>)
  func metrics(seed: UInt64) throws {
    var random = RandomTelemetry(seed: seed)
    let metrics = (0..<5).map { _ in random.metric() }
    let request = encoder.request(metrics: metrics, scope: Self.scope)
    let data = try Opentelemetry_Proto_Metrics_V1_MetricsData(serializedBytes: request)
    let group = try #require(data.resourceMetrics.first)
    #expect(data.resourceMetrics.count == 1)
    #expect(group.resource.attributes == Messages.attributes(Self.resource.attributes))
    #expect(group.scopeMetrics.flatMap(\.metrics) == metrics.map(Messages.metric))
  }

  @Test("Nothing makes no envelope, and a metric without points is nothing")
  func nothing() {
    #expect(encoder.request(spans: [], scope: Self.scope) == [])
    #expect(encoder.request(logs: [], scope: Self.scope) == [])
    let empty = MetricRecord(name: "a", unit: "", description: "", data: .gauge([]))
    #expect(encoder.request(metrics: [empty], scope: Self.scope) == [])
  }

  @Test("Items of the same scope are together, in their order")
  func scopes() throws {
    let (first, second) = (InstrumentationScope(name: "a"), InstrumentationScope(name: "b"))
    var groups: [ScopedItems<SpanRecord>] = []
    for (index, scope) in [first, second, first, second, first].enumerated() {
      groups.add([.named("\(index)")], of: scope)
    }
    let data = try Opentelemetry_Proto_Trace_V1_TracesData(
      serializedBytes: encoder.request(groups))
    let scopes = try #require(data.resourceSpans.first).scopeSpans
    #expect(scopes.map(\.scope.name) == ["a", "b"])
    #expect(scopes.map { $0.spans.map(\.name) } == [["0", "2", "4"], ["1", "3"]])
  }

  @Test("Lengths are right at the sizes at which they take another byte")
  func lengths() throws {
    for size in [0, 1, 100, 126, 127, 128, 129, 16_382, 16_383, 16_384, 16_385, 2 << 20] {
      var span = SpanRecord.named(String(repeating: "n", count: size))
      span.events = [.init(name: String(repeating: "e", count: size), time: 1)]
      let request = encoder.request(spans: [span], scope: InstrumentationScope(name: ""))
      let data = try Opentelemetry_Proto_Trace_V1_TracesData(serializedBytes: request)
      #expect(data.resourceSpans.first?.scopeSpans.first?.spans == [Messages.span(span)])
    }
  }

  @Test("Requests are divided until they are small enough", arguments: [200, 1000, 5000, 100_000])
  func division(limit: Int) {
    let groups = ["a", "b", "c"].map { scope in
      ScopedItems(
        scope: InstrumentationScope(name: scope),
        slices: [(0..<100).map { SpanRecord.named("\(scope)\($0)") }[...]])
    }
    let batches = encoder.batches(groups, limit: limit)
    #expect(batches.tooLarge == 0)
    #expect(batches.requests.allSatisfy { $0.bytes.count <= limit })
    let names = batches.requests.map { ScriptedTransport.names(in: $0.bytes, .traces) }
    #expect(names.map(\.count) == batches.requests.map(\.weight))
    #expect(names.flatMap(\.self) == groups.flatMap { $0.slices.flatMap { $0.map(\.name) } })
  }

  @Test("What is too large by itself is left out, the rest is not")
  func tooLarge() {
    let spans = [3, 2000, 5, 2000, 7].map { SpanRecord.named(String(repeating: "n", count: $0)) }
    let batches = encoder.batches(
      [ScopedItems(scope: Self.scope, slices: [spans[...]])], limit: 1000)
    #expect(batches.tooLarge == 2)
    let names = batches.requests.flatMap { ScriptedTransport.names(in: $0.bytes, .traces) }
    #expect(names.map(\.count) == [3, 5, 7])
  }

  @Test("A metric is divided by its points")
  func metricDivision() throws {
    let points = (0..<300).map { MetricRecord.NumberPoint(time: 1, value: .int($0)) }
    let metric = MetricRecord(
      name: "m", unit: "1", description: "",
      data: .sum(points, isMonotonic: true, temporality: .delta))
    let batches = encoder.batches(
      [ScopedItems(scope: Self.scope, slices: [[metric]])], limit: 1000)
    #expect(batches.tooLarge == 0)
    #expect(batches.requests.count > 1)
    #expect(batches.requests.allSatisfy { $0.bytes.count <= 1000 })
    #expect(batches.requests.reduce(0) { $0 + $1.weight } == 300)
    let values = try batches.requests.flatMap { request in
      try Opentelemetry_Proto_Metrics_V1_MetricsData(serializedBytes: request.bytes)
        .resourceMetrics.flatMap(\.scopeMetrics).flatMap(\.metrics)
        .flatMap(\.sum.dataPoints).map(\.asInt)
    }
    #expect(values == Array(0..<300))
  }
}
