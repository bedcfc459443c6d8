internal import Synchronization

/// Takes telemetry in, encodes it and brings it to a collector.
///
/// ```
///           offer                 schedule delay,            the link allows it,
///    spans ───────▶ RecordQueue ── batch is full ──▶ Spool ──── oldest first ────▶ OTLPTransport
///     logs             │              encode           │                               │
///  metrics ◀─ interval │                               │                               ▼
///                      ▼                               ▼                     exported, or dropped
///             dropped: queue_full            dropped: spool_full …          for the reason given
/// ```
///
/// Each signal has a lane of its own, with nothing shared but the spool. `offer` only appends to a
/// queue and may be called from any thread; the rest is done by the task that calls ``run()``.
///
/// Delivery is at least once: what was sent but not answered, because the answer was lost or the
/// process killed, is sent again. Whatever happens, what was made is exported, dropped for a reason
/// that is counted, or still there: ``statistics``.
public final class TelemetryPipeline: Sendable {
  enum Phase {
    case ready, running, ended
  }

  let options: PipelineOptions
  let clock: any PipelineClock
  let spool: Spool?
  private let spans: Lane<SpanRecord>?
  private let logs: Lane<LogRecord>?
  private let metrics: Lane<MetricRecord>?
  let reader: MetricReader?
  let phase = Mutex(Phase.ready)
  let stopping = Gate()
  let ended = Gate()
  let adoptionBell = Bell()
  /// What processes that died lost of signals that we do not export.
  let strangers = Mutex<[Signal: Tally]>([:])

  /// Puts a pipeline together; nothing is sent before ``run()``.
  ///
  /// - Parameters:
  ///   - options: how telemetry is gathered and sent.
  ///   - resource: what all of it is from.
  ///   - transports: how each signal gets to its collector. Signals without one are not exported
  ///     and cost nothing. They are closed at the end.
  ///   - spool: where batches are kept on disk; `nil`: nowhere. When it cannot be used that is
  ///     said, and batches wait in memory until it can.
  ///   - metrics: asked for all metrics at each interval and at the end, by one task at a time.
  ///   - notice: what the pipeline says about itself. Called from its tasks: it should not wait.
  /// - Throws: ``PipelineError`` for options that cannot be meant.
  public convenience init(
    options: PipelineOptions = PipelineOptions(), resource: Resource,
    transports: [Signal: any OTLPTransport], spool: SpoolOptions? = nil,
    metrics: (@Sendable () -> [MetricRecord])? = nil,
    notice: @escaping @Sendable (PipelineNotice) -> Void = { _ in }
  ) throws {
    try self.init(
      options: options, resource: resource, transports: transports, spool: spool,
      metrics: metrics, notice: notice, world: PipelineWorld())
  }

  init(
    options: PipelineOptions, resource: Resource, transports: [Signal: any OTLPTransport],
    spool: SpoolOptions?, metrics source: (@Sendable () -> [MetricRecord])?,
    notice: @escaping @Sendable (PipelineNotice) -> Void, world: PipelineWorld
  ) throws {
    try options.check()
    let notices = NoticeBoard(clock: world.clock, write: notice)
    // Without a signal that is exported a spool would have nothing to do.
    let spool = spool.flatMap { spool in
      transports.isEmpty ? nil : Spool(options: spool, world: world, notices: notices)
    }
    let surroundings = LaneSurroundings(
      options: options, encoder: RequestEncoder(resource: resource), spool: spool, world: world,
      notices: notices)
    self.options = options
    clock = world.clock
    self.spool = spool
    spans = transports[.traces].map { Lane(surroundings, transport: $0) }
    logs = transports[.logs].map { Lane(surroundings, transport: $0) }
    let metrics = transports[.metrics].map { Lane<MetricRecord>(surroundings, transport: $0) }
    self.metrics = metrics
    reader = metrics.flatMap { lane in
      source.map { MetricReader($0, lane: lane, options: options, clock: world.clock) }
    }
  }

  var lanes: [any AnyLane] {
    ([spans, logs, metrics] as [(any AnyLane)?]).compactMap(\.self)
  }

  /// Whether a signal is exported, so that it is worth being made.
  public func isExported(_ signal: Signal) -> Bool {
    switch signal {
    case .traces: spans != nil
    case .logs: logs != nil
    case .metrics: metrics != nil
    }
  }

  // MARK: Intake

  /// Takes spans in. Never waits: those for which there is no room are counted as dropped.
  public func offer(spans items: [SpanRecord], scope: InstrumentationScope) {
    spans?.offer(items, scope: scope)
  }

  /// Takes log records in. Never waits: those for which there is no room are counted as dropped.
  /// Nothing is taken from within a notice of the pipeline's own.
  public func offer(logs items: [LogRecord], scope: InstrumentationScope) {
    guard let logs, !NoticeBoard.isWriting else { return }
    logs.offer(items, scope: scope)
  }

  // MARK: State

  /// What has become of everything so far.
  public var statistics: PipelineStatistics {
    var result = PipelineStatistics()
    for lane in lanes { result.signals[lane.signal] = lane.statistics }
    for (signal, tally) in strangers.withLock({ $0 }) {
      var statistics = SignalStatistics()
      statistics.adopted = tally.adopted
      statistics.dropped[.killed] = tally[.killed]
      result.signals[signal] = statistics
    }
    result.spool = spool?.statistics
    if let reader { result.collections = reader.collections }
    return result
  }
}
