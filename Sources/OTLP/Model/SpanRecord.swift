/// A span that has ended: something that took time, and what it was part of.
///
/// https://opentelemetry.io/docs/specs/otel/trace/api/#span
public struct SpanRecord: Sendable, Equatable {
  /// The trace that it belongs to.
  public var traceID: TraceID
  /// Its own id.
  public var spanID: SpanID
  /// The span that it is part of; `nil` for a root.
  public var parentSpanID: SpanID?
  /// Whether the parent is known to be in another process; `nil`: not known.
  public var isParentRemote: Bool?
  /// W3C flags; bit 0: sampled.
  public var flags: UInt8 = 1
  /// W3C `tracestate`.
  public var traceState = ""
  /// A name of low cardinality.
  public var name: String
  /// Its role towards its parent and children.
  public var kind = Kind.internal
  /// ns since 1970.
  public var start: UInt64
  /// ns since 1970.
  public var end: UInt64
  /// What is said of it.
  public var attributes: [Attribute] = []
  /// Attributes that were left out because of a limit.
  public var droppedAttributes: UInt32 = 0
  /// What happened while it lasted.
  public var events: [Event] = []
  /// Events that were left out because of a limit.
  public var droppedEvents: UInt32 = 0
  /// Spans that it has to do with, other than its parent.
  public var links: [Link] = []
  /// Links that were left out because of a limit.
  public var droppedLinks: UInt32 = 0
  /// How it ended.
  public var status = Status.unset

  /// A span without anything said of it yet. Times are ns since 1970.
  public init(
    traceID: TraceID, spanID: SpanID, parentSpanID: SpanID? = nil, name: String, start: UInt64,
    end: UInt64
  ) {
    self.traceID = traceID
    self.spanID = spanID
    self.parentSpanID = parentSpanID
    self.name = name
    self.start = start
    self.end = end
  }

  /// The role of a span; the numbers are those of the protocol.
  public enum Kind: Int, Sendable {
    /// Something inside.
    case `internal` = 1
    /// It answers a request.
    case server
    /// It makes a request and waits for the answer.
    case client
    /// It makes a request that is answered later, if at all.
    case producer
    /// It works on such a request.
    case consumer
  }

  /// How a span ended.
  public enum Status: Sendable, Equatable {
    /// Nothing is said of it: the rule for what went well.
    case unset
    /// Somebody has decided that it went well.
    case ok
    /// It failed; why, in words.
    case error(String)
  }

  /// Something that happened at one moment.
  public struct Event: Sendable, Equatable {
    /// What.
    public var name: String
    /// ns since 1970.
    public var time: UInt64
    /// What is said of it.
    public var attributes: [Attribute]
    /// Attributes that were left out because of a limit.
    public var droppedAttributes: UInt32 = 0

    /// Something that happened at `time`, ns since 1970.
    public init(name: String, time: UInt64, attributes: [Attribute] = []) {
      self.name = name
      self.time = time
      self.attributes = attributes
    }
  }

  /// A reference to another span.
  public struct Link: Sendable, Equatable {
    /// The other span.
    public var context: TraceContext
    /// What is said of the connection.
    public var attributes: [Attribute]
    /// Attributes that were left out because of a limit.
    public var droppedAttributes: UInt32 = 0

    /// Refers to a span.
    public init(context: TraceContext, attributes: [Attribute] = []) {
      self.context = context
      self.attributes = attributes
    }
  }
}
