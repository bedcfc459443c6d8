import Glibc
import OTLP
import ProcessTelemetry
import Store

/// The span that a run is, named before the run begins so that its first process can be told.
struct RunContext: Sendable {
  /// The run's own span.
  var span: TraceContext
  /// The span of another system that it is part of.
  var parent: TraceContext?
  /// Whether its spans are exported.
  var isSampled: Bool

  /// Names a new span, in the trace of `parent` if there is one.
  ///
  /// - Parameter samples: which traces are recorded.
  init(parent: TraceContext?, samples: (TraceID, TraceContext?) -> Bool) {
    // Bit 1: the id is random in all its bytes, as Trace Context's second level has it.
    let random: UInt8 = 2
    let traceID = parent?.traceID ?? .random()
    isSampled = samples(traceID, parent)
    span = TraceContext(
      traceID: traceID, spanID: .random(),
      flags: (parent?.flags ?? random) & random | (isSampled ? 1 : 0), state: parent?.state ?? "")
    self.parent = parent
  }

  /// A run that turned out to be part of another trace.
  init(_ opening: RunOpening) {
    span = opening.context
    parent = opening.parent
    isSampled = opening.isSampled
  }

  /// Puts the span into this process's environment, so that the commands that it starts know what
  /// they are part of (https://opentelemetry.io/docs/specs/otel/context/env-carriers/).
  func export() {
    setenv("TRACEPARENT", span.traceparent, 1)
    if span.state.isEmpty { unsetenv("TRACESTATE") } else { setenv("TRACESTATE", span.state, 1) }
  }

  /// As the database has them.
  var names: RunTraceNames {
    RunTraceNames(
      traceID: span.traceID.description, spanID: span.spanID.description,
      parentSpanID: parent?.spanID.description)
  }
}
