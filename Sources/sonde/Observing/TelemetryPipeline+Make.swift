import Logging
import OTLP
import OTLPGRPC
import OTLPHTTP
import Telemetry

extension TelemetryPipeline {
  /// The way to the collector; `nil` when nothing is sent to one.
  static func make(
    _ settings: TelemetrySettings, registry: MetricRegistry, log: Logger
  ) throws -> TelemetryPipeline? {
    guard settings.isSentToCollector else { return nil }
    let reader = MetricReader(
      registry: registry, temporality: settings.temporality, component: "periodic_metric_reader")
    let spool = settings.spool.map { SpoolOptions(directory: $0, limit: settings.spoolBytes) }
    var collect: (@Sendable () -> [MetricRecord])?
    if settings.metrics.isSentToCollector { collect = { reader.collect() } }
    return try TelemetryPipeline(
      options: PipelineOptions(settings), resource: Resource(attributes: settings.resource),
      transports: transports(settings), spool: spool, metrics: collect
    ) { (notice: PipelineNotice) in
      let metadata: Logger.Metadata = notice.signal.map { ["signal": "\($0.rawValue)"] } ?? [:]
      log.log(level: Logger.Level(notice.level), "\(notice.text)", metadata: metadata)
    }
  }

  /// Signals that go the same way share a connection.
  private static func transports(
    _ settings: TelemetrySettings
  ) throws -> [Signal: any OTLPTransport] {
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
