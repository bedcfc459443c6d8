internal import OTLP

/// A run while it lasts, as a trace.
struct RunTrace {
  var opening: RunOpening
  /// Traces that spans of the run belong to: the run's own, and those of instrumented programs in
  /// it that gave their children a context of their own.
  var traces: [TraceContext]
  /// Spans that have been made.
  var spans = 0
  /// What was folded into the run itself, as its parent had ended.
  var folded = FoldedProcesses()

  init(_ opening: RunOpening) {
    self.opening = opening
    traces = [opening.context]
  }

  /// The index of a trace; -1 when there are too many to remember.
  mutating func index(of context: TraceContext) -> Int32 {
    if let known = traces.firstIndex(where: { $0.traceID == context.traceID }) {
      return Int32(known)
    }
    guard traces.count < 1024 else { return -1 }
    traces.append(context)
    return Int32(traces.count - 1)
  }
}

extension RunTrace {
  /// The run turns out to be part of another system's trace. Its own span keeps its id: programs
  /// may have been told of it.
  mutating func adopt(_ parent: TraceContext, isSampled: Bool) {
    opening.parent = parent
    opening.context = TraceContext(
      traceID: parent.traceID, spanID: opening.context.spanID, flags: isSampled ? 1 : 0,
      state: parent.state)
    opening.isSampled = isSampled
    traces[0] = opening.context
  }
}

/// Processes that have no span of their own.
struct FoldedProcesses {
  /// How many.
  var count: Int64 = 0
  /// How many of them did not end with exit status 0.
  var failed: Int64 = 0

  mutating func add(_ other: FoldedProcesses) {
    count += other.count
    failed += other.failed
  }
}
