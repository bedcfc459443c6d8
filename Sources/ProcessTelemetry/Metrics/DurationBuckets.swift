internal import OTLP

/// How many things took how long.
struct DurationBuckets: Sendable {
  /// Seconds, upper bounds, inclusive.
  static let bounds: [Double] = [
    0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 14_400,
  ]
  private static let nanoseconds = bounds.map { UInt64($0 * 1e9) }

  private(set) var counts = InlineArray<17, UInt64>(repeating: 0)
  private(set) var count: UInt64 = 0
  /// ns.
  private(set) var sum: UInt64 = 0
  private(set) var least = UInt64.max
  private(set) var greatest: UInt64 = 0
  /// The latest of them that has a span to look at.
  private(set) var example: Example?

  /// One of them, and its span.
  struct Example: Sendable {
    let traceID: TraceID
    let spanID: SpanID
    /// ns since 1970.
    let time: UInt64
    /// ns.
    let duration: UInt64

    init?(_ span: TraceContext?, time: UInt64, duration: UInt64) {
      guard let span, span.isSampled else { return nil }
      (traceID, spanID) = (span.traceID, span.spanID)
      self.time = time
      self.duration = duration
    }
  }

  mutating func add(_ duration: UInt64, _ example: Example? = nil) {
    if let example { self.example = example }
    var bucket = 0
    let bounds = Self.nanoseconds
    while bucket < bounds.count, duration > bounds[bucket] { bucket += 1 }
    counts[bucket] += 1
    count += 1
    sum &+= duration
    least = min(least, duration)
    greatest = max(greatest, duration)
  }
}
