import OTLP
import OTLPGRPC
import OTLPHTTP
import Telemetry
import Tracing

/// Spans of ten attributes each, from their making to the receiver's last answer.
struct SpanExport {
  let arguments: Arguments
  private let pipeline: TelemetryPipeline

  /// What became of them.
  struct Outcome: Encodable {
    let count: Int
    let nanoseconds: Int64
    let exported: UInt64
    let dropped: UInt64
  }

  private static let scope = InstrumentationScope(name: "bench")
  /// How many spans of processes come at once, as from a batch of events.
  private static let batch = 256
  private static let tools = ["bwa", "samtools", "seqtk", "fastqc"]

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    var way = TransportOptions()
    way.wireProtocol = arguments.wireProtocol
    way.endpoint = arguments.endpoint
    var options = PipelineOptions()
    options.spans.maxQueueSize = arguments.count
    let transport: any OTLPTransport =
      switch arguments.wireProtocol {
      case .grpc: try GRPCTransport(way)
      case .httpProtobuf: try HTTPTransport(way)
      }
    pipeline = try TelemetryPipeline(
      options: options, resource: Resource(attributes: [Attribute("service.name", "bench")]),
      transports: [.traces: transport])
  }

  func run() async throws -> Outcome {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await pipeline.run() }
      let clock = ContinuousClock()
      let start = clock.now
      switch arguments.maker {
      case .tracer: trace()
      case .records: record()
      }
      guard await pipeline.flush(timeout: .seconds(120)) else {
        throw Arguments.Problem("the receiver is too slow")
      }
      let elapsed = clock.now - start
      await pipeline.shutdown(deadline: .seconds(10))
      let statistics = pipeline.statistics.signals[.traces] ?? SignalStatistics()
      return Outcome(
        count: arguments.count, nanoseconds: Int64(elapsed / .nanoseconds(1)),
        exported: statistics.exported, dropped: statistics.allDropped)
    }
  }

  private func trace() {
    let pipeline = pipeline
    let tracer = TelemetryTracer(scope: Self.scope) { pipeline.offer(spans: $0, scope: $1) }
    for number in 0..<arguments.count {
      let span = tracer.startSpan("step")
      span.attributes = [
        "process.pid": .int64(Int64(number)), "process.parent_pid": .int64(Int64(number / 2)),
        "process.executable.name": .string(Self.tools[number % Self.tools.count]),
        "process.executable.path": "/usr/bin/bwa", "process.working_directory": "/data/run",
        "process.exit.code": .int64(Int64(number % 3)), "process.real_user.name": "root",
        "sonde.peak_rss": .int64(Int64(number) << 12), "sonde.cpu.user": .double(0.25),
        "sonde.complete": .bool(true),
      ]
      span.end()
    }
  }

  /// Computed from the process's number, as those of processes are.
  private static func spanID(ofProcess number: Int) -> SpanID {
    SpanID(UInt64(number + 1) &* 0x9e37_79b9_7f4a_7c15) ?? .random()
  }

  private func record() {
    var made: [SpanRecord] = []
    let trace = TraceID.random()
    for number in 0..<arguments.count {
      let time = WallTime.now
      var span = SpanRecord(
        traceID: trace, spanID: Self.spanID(ofProcess: number), name: "step", start: time,
        end: time)
      span.attributes = [
        Attribute("process.pid", .int(Int64(number))),
        Attribute("process.parent_pid", .int(Int64(number / 2))),
        Attribute("process.executable.name", .string(Self.tools[number % Self.tools.count])),
        Attribute("process.executable.path", "/usr/bin/bwa"),
        Attribute("process.working_directory", "/data/run"),
        Attribute("process.exit.code", .int(Int64(number % 3))),
        Attribute("process.real_user.name", "root"),
        Attribute("sonde.peak_rss", .int(Int64(number) << 12)),
        Attribute("sonde.cpu.user", .double(0.25)), Attribute("sonde.complete", true),
      ]
      made.append(span)
      if made.count == Self.batch || number == arguments.count - 1 {
        pipeline.offer(spans: made, scope: Self.scope)
        made.removeAll(keepingCapacity: true)
      }
    }
  }
}
