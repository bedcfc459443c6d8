import CoreMetrics
import InMemoryLogging
import InMemoryTracing
import Logging
import Metrics
import MetricsTestKit
import Tracing

/// What was told through the façades while something was done.
struct ToldInMemory {
  let spans: [FinishedInMemorySpan]
  let metrics: TestMetrics
  let lines: [InMemoryLogHandler.Entry]

  private static let tracer = InMemoryTracer()
  private static let metrics = TestMetrics()
  private static let isSetUp: Void = {
    InstrumentationSystem.bootstrap(tracer)
    MetricsSystem.bootstrap(metrics)
  }()

  /// Does something. Not beside anything else that is told.
  init(_ body: (Logger) -> Void) {
    Self.isSetUp
    Self.tracer.clearAll(includingActive: true)
    Self.metrics.reset()
    let lines = InMemoryLogHandler()
    body(Logger(label: "test") { _ in lines })
    spans = Self.tracer.popFinishedSpans()
    metrics = Self.metrics
    self.lines = lines.entries
  }

  /// The span that has no parent among them.
  var roots: [FinishedInMemorySpan] { spans.filter { parent(of: $0) == nil } }

  /// The span that a span is part of.
  func parent(of span: FinishedInMemorySpan) -> FinishedInMemorySpan? {
    spans.first { $0.spanContext.spanID == span.spanContext.parentSpanID }
  }

  /// The spans of this name, in the order of their ends.
  func named(_ name: String) -> [FinishedInMemorySpan] { spans.filter { $0.operationName == name } }
}

extension FinishedInMemorySpan {
  /// An attribute as text.
  func text(_ name: String) -> String? {
    switch attributes.get(name) {
    case .string(let text): text
    case .int64(let number): String(number)
    default: nil
    }
  }
}
