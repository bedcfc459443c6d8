import Synchronization

/// Finds a span from its context, which the span itself holds.
final class SpanReference: Sendable {
  private struct Weak {
    weak var span: TelemetrySpan?
  }

  private let weak = Mutex(Weak())

  /// The span, as long as somebody holds it.
  var span: TelemetrySpan? { weak.withLock { $0.span } }

  func refer(to span: TelemetrySpan) {
    weak.withLock { $0.span = span }
  }
}
