import OTLP
import OTLPGRPC
import OTLPHTTP
import OpenTelemetryProto
import SwiftProtobuf
import Testing

typealias WireProtocol = TransportOptions.WireProtocol

extension WireProtocol {
  func transport(_ options: TransportOptions) throws(TransportError) -> any OTLPTransport {
    switch self {
    case .grpc: try GRPCTransport(options)
    case .httpProtobuf: try HTTPTransport(options)
    }
  }

  /// Runs `body` with a transport to that endpoint, and closes it.
  func withTransport<Result>(
    to endpoint: String, _ change: (inout TransportOptions) -> Void = { _ in },
    _ body: (any OTLPTransport) async throws -> Result
  ) async throws -> Result {
    var options = TransportOptions()
    options.wireProtocol = self
    options.endpoint = endpoint
    change(&options)
    let transport = try transport(options)
    do {
      let result = try await body(transport)
      await transport.close()
      return result
    } catch {
      await transport.close()
      throw error
    }
  }

  /// The other one.
  var other: WireProtocol { self == .grpc ? .httpProtobuf : .grpc }
}

extension OTLPTransport {
  /// With time enough.
  func send(_ request: [UInt8], _ signal: Signal = .traces) async throws -> [UInt8] {
    try await send(request, signal: signal, timeout: .seconds(180))
  }

  /// A request that must be taken, with nothing to be said of it.
  func expectTaken(
    _ request: [UInt8] = [], _ signal: Signal = .traces,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    #expect(try await send(request, signal) == [], sourceLocation: sourceLocation)
  }

  /// The failure of a request that must not succeed.
  func failure(
    _ request: [UInt8] = [], timeout: Duration = .seconds(180),
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> TransportFailure {
    do {
      _ = try await send(request, signal: .traces, timeout: timeout)
    } catch {
      return error
    }
    Issue.record("it was taken", sourceLocation: sourceLocation)
    throw Receiver.Missing(description: "a failure")
  }
}

/// Requests.
enum Telemetry {
  /// A span of that name.
  static func traces(_ name: String = "work") throws -> [UInt8] {
    try traces(names: [name])
  }

  /// Spans, which compress well.
  static func traces(names: [String]) throws -> [UInt8] {
    var scope = Opentelemetry_Proto_Trace_V1_ScopeSpans()
    scope.spans = names.map { name in
      var span = Opentelemetry_Proto_Trace_V1_Span()
      span.name = name
      span.kind = .client
      span.startTimeUnixNano = 1_700_000_000_000_000_007
      return span
    }
    var resource = Opentelemetry_Proto_Trace_V1_ResourceSpans()
    resource.scopeSpans = [scope]
    var request = Opentelemetry_Proto_Collector_Trace_V1_ExportTraceServiceRequest()
    request.resourceSpans = [resource]
    return try request.serializedBytes()
  }

  /// A point.
  static func metrics() throws -> [UInt8] {
    var point = Opentelemetry_Proto_Metrics_V1_NumberDataPoint()
    point.asInt = 7
    var metric = Opentelemetry_Proto_Metrics_V1_Metric()
    metric.name = "things"
    metric.gauge.dataPoints = [point]
    var scope = Opentelemetry_Proto_Metrics_V1_ScopeMetrics()
    scope.metrics = [metric]
    var resource = Opentelemetry_Proto_Metrics_V1_ResourceMetrics()
    resource.scopeMetrics = [scope]
    var request = Opentelemetry_Proto_Collector_Metrics_V1_ExportMetricsServiceRequest()
    request.resourceMetrics = [resource]
    return try request.serializedBytes()
  }

  /// A line.
  static func logs() throws -> [UInt8] {
    var line = Opentelemetry_Proto_Logs_V1_LogRecord()
    line.body.stringValue = "it happened"
    var scope = Opentelemetry_Proto_Logs_V1_ScopeLogs()
    scope.logRecords = [line]
    var resource = Opentelemetry_Proto_Logs_V1_ResourceLogs()
    resource.scopeLogs = [scope]
    var request = Opentelemetry_Proto_Collector_Logs_V1_ExportLogsServiceRequest()
    request.resourceLogs = [resource]
    return try request.serializedBytes()
  }

  /// A request of exactly so many bytes, at least 10: nothing but a field that nobody knows.
  static func unknown(bytes count: Int) -> [UInt8] {
    // Field 1000, length-delimited; the length in four groups of seven bits, which fit any count
    // below 256 MiB.
    let length = count - 6
    let groups = (0..<4).map { UInt8(length >> (7 * $0) & 0x7f) | ($0 < 3 ? 0x80 : 0) }
    return [0xc2, 0x3e] + groups + [UInt8](repeating: 0, count: length)
  }
}
