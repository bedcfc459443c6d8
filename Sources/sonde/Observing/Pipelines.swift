import Logging
import OTLP
import OTLPGRPC
import OTLPHTTP
import Telemetry

/// The ways that telemetry goes: to a collector, to standard output, to a file; each a pipeline of
/// its own, so that none waits for another.
struct Pipelines: Sendable {
  /// To a collector; `nil` when nothing is sent to one.
  let collector: TelemetryPipeline?
  /// All of them.
  let all: [TelemetryPipeline]

  /// - Throws: `TransportError` or `PipelineError` for what cannot be done as asked.
  init(_ settings: TelemetrySettings, registry: MetricRegistry, log: Logger) throws {
    let maker = PipelineMaker(settings: settings, registry: registry, log: log)
    let collector = try maker.make(try maker.collectorTransports(), spool: settings.spool)
    self.collector = collector
    var standardOutput: [Signal: any OTLPTransport] = [:]
    for signal in Signal.allCases where settings[signal].isPrinted {
      standardOutput[signal] = FileTransport.standardOutput
    }
    var file: [Signal: any OTLPTransport] = [:]
    if let path = settings.logsFile { file[.logs] = FileTransport(path: path) }
    all = [collector, try maker.make(standardOutput), try maker.make(file)].compactMap(\.self)
  }

  func offer(spans: [SpanRecord], scope: InstrumentationScope) {
    for pipeline in all { pipeline.offer(spans: spans, scope: scope) }
  }

  func offer(logs: [LogRecord], scope: InstrumentationScope) {
    for pipeline in all { pipeline.offer(logs: logs, scope: scope) }
  }

  /// Whether a signal goes anywhere.
  func isExported(_ signal: Signal) -> Bool {
    all.contains { $0.isExported(signal) }
  }
}

extension SignalSettings {
  /// Whether it goes to standard output. What is printed for people is the same that is printed for
  /// programs: a line of JSON is both.
  fileprivate var isPrinted: Bool {
    exporters.contains(.console) || exporters.contains(.otlpStandardOutput)
  }
}

/// Makes pipelines as they were asked for.
private struct PipelineMaker {
  let settings: TelemetrySettings
  let registry: MetricRegistry
  let log: Logger

  /// `nil` when there is no signal to send.
  func make(
    _ transports: [Signal: any OTLPTransport], spool: String? = nil
  ) throws -> TelemetryPipeline? {
    guard !transports.isEmpty else { return nil }
    var collect: (@Sendable () -> [MetricRecord])?
    if transports[.metrics] != nil {
      let reader = MetricReader(
        registry: registry, temporality: settings.temporality,
        component: "periodic_metric_reader")
      collect = { reader.collect() }
    }
    let log = log
    return try TelemetryPipeline(
      options: PipelineOptions(settings), resource: Resource(attributes: settings.resource),
      transports: transports,
      spool: spool.map { SpoolOptions(directory: $0, limit: settings.spoolBytes) },
      metrics: collect
    ) { (notice: PipelineNotice) in
      let metadata: Logger.Metadata = notice.signal.map { ["signal": "\($0.rawValue)"] } ?? [:]
      log.log(level: Logger.Level(notice.level), "\(notice.text)", metadata: metadata)
    }
  }

  /// Signals that go the same way share a connection.
  func collectorTransports() throws -> [Signal: any OTLPTransport] {
    var made: [(options: TransportOptions, transport: any OTLPTransport)] = []
    var transports: [Signal: any OTLPTransport] = [:]
    for signal in Signal.allCases where settings[signal].isSentToCollector {
      let options = settings[signal].transport
      if let known = made.first(where: { $0.options == options }) {
        transports[signal] = known.transport
        continue
      }
      let transport: any OTLPTransport =
        switch options.wireProtocol {
        case .grpc: try GRPCTransport(options)
        case .httpProtobuf: try HTTPTransport(options)
        }
      made.append((options, transport))
      transports[signal] = transport
    }
    return transports
  }
}

extension PipelineOptions {
  fileprivate init(_ settings: TelemetrySettings) {
    self.init()
    spans = QueueOptions(settings.spanBatches)
    logs = QueueOptions(settings.logBatches)
    metrics.exportTimeout = settings.metricTimeout
    metricInterval = settings.metricInterval
    metricScope = Observability.scope
    for signal in Signal.allCases {
      requestTimeouts[signal] = settings[signal].transport.timeout
    }
  }
}

extension QueueOptions {
  fileprivate init(_ batches: BatchSettings) {
    self.init(
      scheduleDelay: batches.scheduleDelay, maxQueueSize: batches.maxQueueSize,
      maxExportBatchSize: batches.maxExportBatchSize, exportTimeout: batches.exportTimeout)
  }
}

extension Logger.Level {
  fileprivate init(_ level: PipelineNotice.Level) {
    self =
      switch level {
      case .info: .info
      case .warning: .warning
      case .error: .error
      }
  }
}
