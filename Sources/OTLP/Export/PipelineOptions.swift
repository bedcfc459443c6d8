/// How telemetry is gathered and sent.
public struct PipelineOptions: Sendable, Equatable {
  /// `OTEL_BSP_*`.
  public var spans = QueueOptions.spans
  /// `OTEL_BLRP_*`.
  public var logs = QueueOptions.logs
  /// Of metrics, `exportTimeout` is `OTEL_METRIC_EXPORT_TIMEOUT`.
  public var metrics = QueueOptions.metrics
  /// `OTEL_METRIC_EXPORT_INTERVAL`.
  public var metricInterval = Duration.seconds(60)
  /// What the metrics are said to be from.
  public var metricScope = InstrumentationScope(name: "sonde")
  /// `OTEL_EXPORTER_OTLP_TIMEOUT`: of one try.
  public var requestTimeouts: [Signal: Duration] = [:]
  /// The size of a request before it is compressed, in bytes. The protocol sets 64 MiB.
  public var requestLimit = 64 << 20
  /// Requests of one signal that may be under way at the same time.
  public var concurrency = 1
  /// How long to wait before a request is sent again.
  public var retry = RetryOptions()

  /// The defaults of the specification.
  public init() {}

  /// What applies to a signal.
  func queue(of signal: Signal) -> QueueOptions {
    switch signal {
    case .traces: spans
    case .logs: logs
    case .metrics: metrics
    }
  }

  func requestTimeout(of signal: Signal) -> Duration {
    requestTimeouts[signal] ?? .seconds(10)
  }

  /// Throws for what cannot be meant.
  func check() throws(PipelineError) {
    for signal in Signal.allCases {
      let queue = queue(of: signal)
      guard queue.maxQueueSize > 0, queue.maxExportBatchSize > 0 else {
        throw .invalid("the queue of \(signal.rawValue) and its batches have to be above 0")
      }
      guard queue.scheduleDelay >= .zero, queue.exportTimeout > .zero,
        requestTimeout(of: signal) > .zero
      else { throw .invalid("the delay and the timeouts of \(signal.rawValue) are to be positive") }
    }
    guard concurrency > 0, requestLimit > 0, metricInterval > .zero else {
      throw .invalid("concurrency, request limit and metric interval have to be above 0")
    }
  }
}
