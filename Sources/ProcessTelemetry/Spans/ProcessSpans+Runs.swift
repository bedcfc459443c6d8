public import OTLP

extension ProcessSpans {
  /// A run begins.
  public mutating func begin(_ opening: RunOpening) {
    if let place = place(ofRun: opening.id) {
      runs[place] = RunTrace(opening)
    } else {
      runs.append(RunTrace(opening))
    }
  }

  /// The span of a run that has not ended; `nil` when the run is not known.
  public func context(ofRun id: Int64) -> TraceContext? {
    runs.first { $0.opening.id == id }?.opening.context
  }

  /// A run has ended: it becomes a span, the root of its trace unless it is part of another's.
  public mutating func end(_ closing: RunClosing) {
    guard let place = place(ofRun: closing.id) else { return }
    let run = runs[place]
    forget(run: place)
    guard run.opening.isSampled else { return }
    let outcome = RunOutcome(closing)
    let start = utc(run.opening.start)
    var span = SpanRecord(
      traceID: run.opening.context.traceID, spanID: run.opening.context.spanID,
      parentSpanID: run.opening.parent?.spanID, name: "RUN \(run.opening.pipeline)", start: start,
      end: max(utc(closing.end), start))
    // The convention for a pipeline's run: https://opentelemetry.io/docs/specs/semconv/cicd/cicd-spans/
    span.kind = .server
    span.isParentRemote = run.opening.parent != nil
    span.flags = run.opening.context.flags
    span.traceState = run.opening.context.state
    span.attributes = [
      Attribute("cicd.pipeline.name", .string(run.opening.pipeline)),
      Attribute("cicd.pipeline.action.name", "RUN"),
      Attribute("cicd.pipeline.run.id", .string(String(closing.id))),
      Attribute("cicd.pipeline.result", .string(outcome.result)),
      Attribute("sonde.processes", .int(closing.processes)),
      Attribute("sonde.executions", .int(closing.executions)),
      Attribute("sonde.complete", .bool(closing.isComplete)),
    ]
    if let error = outcome.errorType {
      span.status = .error(outcome.description)
      span.attributes.append(Attribute("error.type", .string(error)))
    }
    if run.folded.count > 0 {
      span.attributes.append(Attribute("sonde.folded.count", .int(run.folded.count)))
      span.attributes.append(Attribute("sonde.folded.failed", .int(run.folded.failed)))
    }
    emit(span)
  }
}

/// How a run ended, in the terms of the conventions for pipelines.
public struct RunOutcome: Sendable {
  /// `cicd.pipeline.result`: `success`, `failure`, `cancellation` or `error`.
  public let result: String
  /// `error.type`, when it is a failure or an error; a cancellation is neither.
  public let errorType: String?
  /// For a person.
  public let description: String

  /// Tells it from the root's status.
  public init(_ closing: RunClosing) {
    guard let status = closing.status else {
      // What became of the pipeline is not known: following ended before it did.
      result = closing.isInterrupted ? "cancellation" : "error"
      errorType = closing.isInterrupted ? nil : "end_not_seen"
      description = closing.isInterrupted ? "following was ended" : "its end was not seen"
      return
    }
    let outcome = ProcessOutcome(status: status)
    description = outcome.description
    if !outcome.isFailure {
      (result, errorType) = ("success", nil)
    } else if [2, 15].contains(outcome.signal) {
      // SIGINT and SIGTERM: somebody stopped it, which is no error.
      (result, errorType) = ("cancellation", nil)
    } else {
      (result, errorType) = (outcome.signal != 0 ? "error" : "failure", outcome.errorType)
    }
  }
}
