public import OTLP
public import Tracing

/// The back end of swift-distributed-tracing: makes spans and hands on those that have ended.
public final class TelemetryTracer: Tracer {
  /// Takes spans that have ended. It is called by whoever ends a span, so it must not wait.
  public typealias Sink = @Sendable ([SpanRecord], InstrumentationScope) -> Void

  private let sampler: Sampler
  let propagators: [Propagator]
  private let maker: SpanMaker
  private let flush: @Sendable () -> Void

  /// - Parameters:
  ///   - scope: Whom the spans are from.
  ///   - sampler: Which traces are recorded.
  ///   - limits: How much may be said of a span.
  ///   - propagators: How traces cross to other processes.
  ///   - flush: Called when somebody asks that spans be sent at once.
  ///   - sink: Takes spans that have ended.
  public init(
    scope: InstrumentationScope, sampler: Sampler = .parentBased(root: .alwaysOn),
    limits: SpanLimits = SpanLimits(), propagators: [Propagator] = Propagator.allCases,
    flush: @escaping @Sendable () -> Void = {}, sink: @escaping Sink
  ) {
    self.sampler = sampler
    self.propagators = propagators
    self.flush = flush
    maker = SpanMaker(limits: limits, counts: SpanCounts(), scope: scope, sink: sink)
  }

  /// Starts a span. Its parent is the span of the context; without one it begins a trace.
  public func startSpan<Instant: TracerInstant>(
    _ operationName: String, context: @autoclosure () -> InstrumentationContext,
    ofKind kind: SpanKind, at instant: @autoclosure () -> Instant, function: String,
    file fileID: String, line: UInt
  ) -> TelemetrySpan {
    let surroundings = context()
    let parent = surroundings[SpanPlace.Key.self]
    let ids = makeIDs(parent: parent?.context)
    maker.counts.started(
      from: parent.map { $0.isRemote ? .remote : .local } ?? .none, isSampled: ids.isSampled)
    return TelemetrySpan(
      name: operationName, kind: Self.kind(kind), start: instant().nanosecondsSinceEpoch, ids: ids,
      in: surroundings, maker: maker)
  }

  /// The span of a context, as long as it lasts.
  public func activeSpan(identifiedBy context: InstrumentationContext) -> TelemetrySpan? {
    guard let span = context[SpanPlace.Key.self]?.reference?.span, span.isRecording else {
      return nil
    }
    return span
  }

  /// Asks that spans be sent at once.
  public func forceFlush() {
    flush()
  }

  /// How many spans were started, last, and were forgotten before they ended, for a
  /// ``MetricRegistry`` to observe.
  public func metrics() -> [MetricRecord] {
    maker.counts.metrics(.standard)
  }

  private func makeIDs(parent: TraceContext?) -> TraceContext {
    // Bit 1: the id is random in all its bytes, as Trace Context's second level has it.
    let random: UInt8 = 2
    let traceID = parent?.traceID ?? .random()
    let isSampled = sampler.samples(traceID, parent: parent)
    return TraceContext(
      traceID: traceID, spanID: .random(),
      flags: (parent?.flags ?? random) & random | (isSampled ? 1 : 0), state: parent?.state ?? "")
  }

  private static func kind(_ kind: SpanKind) -> SpanRecord.Kind {
    switch kind {
    case .server: .server
    case .client: .client
    case .producer: .producer
    case .consumer: .consumer
    case .internal: .internal
    }
  }
}
