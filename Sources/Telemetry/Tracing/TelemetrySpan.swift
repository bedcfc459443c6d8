public import OTLP
import Synchronization
public import Tracing

/// A span while it lasts. One that is not sampled records nothing, but passes its ids on.
public final class TelemetrySpan: Span {
  /// What was there when it started, and the span itself.
  public let context: InstrumentationContext
  /// Its ids.
  public let traceContext: TraceContext

  private let parent: SpanPlace?
  private let kind: SpanRecord.Kind
  private let start: UInt64
  private let maker: SpanMaker
  private let state: Mutex<SpanState>

  init(
    name: String, kind: SpanRecord.Kind, start: UInt64, ids: TraceContext,
    in surroundings: InstrumentationContext, maker: SpanMaker
  ) {
    let reference = SpanReference()
    var context = surroundings
    context[SpanPlace.Key.self] = SpanPlace(context: ids, reference: reference)
    self.context = context
    self.traceContext = ids
    self.parent = surroundings[SpanPlace.Key.self]
    self.kind = kind
    self.start = start
    self.maker = maker
    self.state = Mutex(SpanState(name: name))
    reference.refer(to: self)
  }

  deinit {
    if isRecording { maker.counts.abandoned() }
  }

  /// Whether what is said of it is kept: it is sampled and has not ended.
  public var isRecording: Bool {
    traceContext.isSampled && state.withLock { $0.isOpen }
  }

  /// Its name.
  public var operationName: String {
    get { state.withLock { $0.name } }
    set { change { $0.name = newValue } }
  }

  /// What is said of it. What is set is added to what is there, or replaces what has its name.
  public var attributes: SpanAttributes {
    get { state.withLock { $0.attributes } }
    set { change { $0.merge(newValue, maker.limits.attributes) } }
  }

  /// Says how it ended. That it went well is somebody's last word; an error without a message has
  /// that of the error recorded last.
  public func setStatus(_ status: SpanStatus) {
    change { $0.set(status) }
  }

  /// Adds something that happened.
  public func addEvent(_ event: SpanEvent) {
    change {
      $0.add(
        SpanRecord.Event(
          name: event.name, time: event.nanosecondsSinceEpoch, attributes: event.attributes.list),
        maker.limits)
    }
  }

  /// Adds an error as an event.
  public func recordError<Instant: TracerInstant>(
    _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
  ) {
    let time = instant().nanosecondsSinceEpoch
    change { $0.record(error, at: time, attributes, maker.limits) }
  }

  /// Adds a reference to another span. A context without a span refers to nothing.
  public func addLink(_ link: SpanLink) {
    guard let context = link.context.traceContext else { return }
    change {
      $0.add(
        SpanRecord.Link(context: context, attributes: link.attributes.list), maker.limits)
    }
  }

  /// Ends it, and hands it on. Another end says nothing.
  public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
    guard traceContext.isSampled else { return }
    let end = instant().nanosecondsSinceEpoch
    let last = state.withLock { state -> SpanState? in
      guard state.isOpen else { return nil }
      state.isOpen = false
      return state
    }
    guard let last else { return }
    maker.take(record(of: last, end: end))
  }

  private func change(_ body: (inout SpanState) -> Void) {
    guard traceContext.isSampled else { return }
    state.withLock { if $0.isOpen { body(&$0) } }
  }

  private func record(of state: SpanState, end: UInt64) -> SpanRecord {
    // The clock may have been put back meanwhile.
    var record = SpanRecord(
      traceID: traceContext.traceID, spanID: traceContext.spanID,
      parentSpanID: parent?.context.spanID, name: state.name, start: start, end: max(start, end))
    record.isParentRemote = parent?.isRemote
    record.flags = traceContext.flags
    record.traceState = traceContext.state
    record.kind = kind
    record.attributes = state.attributes.list
    record.droppedAttributes = state.droppedAttributes
    record.events = state.events
    record.droppedEvents = state.droppedEvents
    record.links = state.links
    record.droppedLinks = state.droppedLinks
    record.status = state.status
    return record
  }
}
