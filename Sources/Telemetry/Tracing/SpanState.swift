import OTLP
import Tracing

/// What has been said of a span so far, within the limits.
struct SpanState: Sendable {
  var name: String
  var isOpen = true
  private(set) var attributes = SpanAttributes([:])
  private(set) var droppedAttributes: UInt32 = 0
  private(set) var events: [SpanRecord.Event] = []
  private(set) var droppedEvents: UInt32 = 0
  private(set) var links: [SpanRecord.Link] = []
  private(set) var droppedLinks: UInt32 = 0
  private(set) var status = SpanRecord.Status.unset
  /// What the error was that was recorded last, for a status that does not say.
  private var lastError = ""

  init(name: String) {
    self.name = name
  }

  /// Takes over what is new in a set of attributes. Nothing is taken away: the façade changes one
  /// attribute by reading all and writing all, and what another thread wrote in between must stay.
  mutating func merge(_ newer: SpanAttributes, _ limits: AttributeLimits) {
    if attributes.isEmpty, newer.count <= limits.count, limits.valueLength == nil {
      // All at once, as most spans get them.
      attributes = newer
      return
    }
    var fresh: [(String, SpanAttribute)] = []
    newer.forEach { key, value in
      guard let current = attributes.get(key) else { return fresh.append((key, value)) }
      if current != value { attributes.set(key, value: value.cut(to: limits)) }
    }
    for (key, value) in fresh.sorted(by: { $0.0 < $1.0 }) {
      if attributes.count < limits.count {
        attributes.set(key, value: value.cut(to: limits))
      } else {
        droppedAttributes += 1
      }
    }
  }

  /// Adds an event. When there are too many the oldest goes: how a span ended tells more than how it
  /// began.
  mutating func add(_ event: SpanRecord.Event, _ limits: SpanLimits) {
    var event = event
    let (kept, dropped) = limits.eventAttributes.limited(event.attributes)
    event.attributes = kept
    event.droppedAttributes = dropped
    events.append(event)
    if events.count > limits.events {
      events.removeFirst()
      droppedEvents += 1
    }
  }

  mutating func add(_ link: SpanRecord.Link, _ limits: SpanLimits) {
    guard links.count < limits.links else {
      droppedLinks += 1
      return
    }
    var link = link
    let (kept, dropped) = limits.linkAttributes.limited(link.attributes)
    link.attributes = kept
    link.droppedAttributes = dropped
    links.append(link)
  }

  /// Takes over a status. That it went well is somebody's last word.
  mutating func set(_ status: SpanStatus) {
    if case .ok = self.status { return }
    switch status.code {
    case .ok: self.status = .ok
    case .error: self.status = .error(status.message ?? lastError)
    }
  }

  /// An event as the conventions have it.
  ///
  /// https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/
  mutating func record(
    _ error: any Error, at time: UInt64, _ attributes: SpanAttributes, _ limits: SpanLimits
  ) {
    let facts = ErrorFacts(error)
    lastError = facts.message
    let others = attributes.list.filter { attribute in
      !facts.attributes.contains { $0.key == attribute.key }
    }
    add(
      SpanRecord.Event(name: "exception", time: time, attributes: facts.attributes + others),
      limits)
  }
}
