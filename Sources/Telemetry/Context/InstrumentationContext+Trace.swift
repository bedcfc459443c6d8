public import OTLP
public import Tracing

extension InstrumentationContext {
  /// The span that what happens here is part of. Spans that are started here become its children,
  /// and lines that are logged here carry its ids.
  public var traceContext: TraceContext? {
    get { self[SpanPlace.Key.self]?.context }
    set { self[SpanPlace.Key.self] = newValue.map { SpanPlace(context: $0) } }
  }

  /// Makes a span of another process the parent of the spans that are started here.
  public mutating func setRemoteParent(_ parent: TraceContext) {
    self[SpanPlace.Key.self] = SpanPlace(context: parent, isRemote: true)
  }

  /// What is passed on along with the trace.
  public var baggage: Baggage? {
    get { self[BaggageKey.self] }
    set { self[BaggageKey.self] = newValue }
  }
}

/// A span as contexts hold it.
struct SpanPlace: Sendable {
  enum Key: InstrumentationContextKey {
    typealias Value = SpanPlace
    static var nameOverride: String? { "span" }
  }

  var context: TraceContext
  /// Whether the span is one of another process.
  var isRemote = false
  /// The span itself, if it is one of ours.
  var reference: SpanReference?
}

private enum BaggageKey: InstrumentationContextKey {
  typealias Value = Baggage
  static var nameOverride: String? { "baggage" }
}
