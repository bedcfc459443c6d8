/// How much may be said of one span.
///
/// https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits
public struct SpanLimits: Sendable, Equatable {
  /// Of the span itself.
  public var attributes = AttributeLimits()
  /// The most events.
  public var events = 128
  /// The most links.
  public var links = 128
  /// The most attributes of an event.
  public var attributesPerEvent = 128
  /// The most attributes of a link.
  public var attributesPerLink = 128

  /// The defaults of the specification.
  public init() {}

  var eventAttributes: AttributeLimits {
    AttributeLimits(valueLength: attributes.valueLength, count: attributesPerEvent)
  }

  var linkAttributes: AttributeLimits {
    AttributeLimits(valueLength: attributes.valueLength, count: attributesPerLink)
  }
}
