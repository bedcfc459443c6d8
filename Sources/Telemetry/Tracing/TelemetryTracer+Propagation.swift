import OTLP
public import Tracing

extension TelemetryTracer {
  /// Takes the trace that a carrier brings into a context. What is malformed leaves the context as
  /// it is.
  public func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
  ) where Extract.Carrier == Carrier {
    if propagators.contains(.traceContext),
      let text = extractor.extract(key: "traceparent", from: carrier)
    {
      let state = extractor.extract(key: "tracestate", from: carrier) ?? ""
      let parent = TraceContext(
        traceparent: text.trimmed, state: TraceState.validated(state))
      if let parent { context.setRemoteParent(parent) }
    }
    if propagators.contains(.baggage),
      let text = extractor.extract(key: "baggage", from: carrier)
    {
      let baggage = Baggage(header: text)
      if !baggage.entries.isEmpty { context.baggage = baggage }
    }
  }

  /// Gives a carrier the trace of a context to bring to another process.
  public func inject<Carrier, Inject: Injector>(
    _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {
    if propagators.contains(.traceContext), let span = context.traceContext {
      injector.inject(span.traceparent, forKey: "traceparent", into: &carrier)
      if !span.state.isEmpty {
        injector.inject(span.state, forKey: "tracestate", into: &carrier)
      }
    }
    if propagators.contains(.baggage), let header = context.baggage?.header, !header.isEmpty {
      injector.inject(header, forKey: "baggage", into: &carrier)
    }
  }
}
