import CSondeWire
import Events
import Logging
import OTLP
import ProcessTelemetry
import Processes
import Procfs
import Telemetry
import Tracing

/// What a recorder tells of runs and processes as they come and go, beside what it stores.
///
/// Used from the recording thread alone; what it hands on goes through closures that do not wait.
final class RecorderTelemetry {
  /// Takes spans that have been made.
  typealias SpanSink = ([SpanRecord]) -> Void

  private(set) var spans: ProcessSpans
  private(set) var metrics: ProcessMetrics
  private let samples: (TraceID, TraceContext?) -> Bool
  private let spanSink: SpanSink?
  /// Takes lines about runs and about processes that failed; they are exported, not shown.
  private let log: Logger?
  private var failuresLogged: [Int64: Int] = [:]

  /// Lines about failed processes of one run; a configure script fails a thousand times on purpose.
  private static let failureLimit = 100

  /// - Parameters:
  ///   - samples: which traces are recorded.
  ///   - spanSink: `nil` when no spans are exported.
  ///   - start: now, ns since 1970.
  init(
    options: ProcessSpanOptions, samples: @escaping (TraceID, TraceContext?) -> Bool,
    spanSink: SpanSink?, log: Logger?, start: UInt64
  ) {
    spans = ProcessSpans(options: options)
    metrics = ProcessMetrics(start: start)
    self.samples = samples
    self.spanSink = spanSink
    self.log = log
  }

  /// Times since boot become UTC by this; to be set for each batch.
  func begin(batch bootOffset: Int64) {
    spans.bootOffset = bootOffset
  }

  /// Hands on the spans that the batch has made.
  func endBatch() {
    let made = spans.take()
    if !made.isEmpty { spanSink?(made) }
  }

  /// A context for a run that is about to begin.
  func context(parent: TraceContext?) -> RunContext {
    RunContext(parent: parent, samples: samples)
  }

  // MARK: Runs

  func begin(_ opening: RunOpening) {
    spans.begin(opening)
    metrics.begin(runID: opening.id, pipeline: opening.pipeline)
    // The root: whoever forked it is not followed, so its fork was no event.
    metrics.begin(processOfRun: opening.id)
    log?.info(
      "run began", in: opening.context,
      ["cicd.pipeline.name": "\(opening.pipeline)", "cicd.pipeline.run.id": "\(opening.id)"])
  }

  func end(_ closing: RunClosing, start: UInt64) {
    let outcome = RunOutcome(closing)
    let context = spans.context(ofRun: closing.id)
    metrics.end(
      runID: closing.id, outcome, duration: closing.end > start ? closing.end - start : 0,
      span: spanSink == nil ? nil : context, time: spans.utc(closing.end))
    failuresLogged[closing.id] = nil
    log?.log(
      level: outcome.errorType == nil ? .info : .error, "run ended: \(outcome.description)",
      in: context,
      [
        "cicd.pipeline.run.id": "\(closing.id)", "cicd.pipeline.result": "\(outcome.result)",
        "sonde.complete": .stringConvertible(closing.isComplete),
      ])
    spans.end(closing)
  }

  // MARK: Processes

  func fork(runID: Int64) {
    metrics.begin(processOfRun: runID)
  }

  /// Makes the name of a program known by the id that rows have.
  func name(tool id: Int64, _ name: UnsafeRawBufferPointer) {
    metrics.name(tool: id, name)
  }

  /// Returns the run's context when the execution has moved it into another trace.
  func exec(
    _ place: ExecutionPlace, _ event: ExecEvent, toolID: Int64, arguments: UnsafeRawBufferPointer
  ) -> RunContext? {
    metrics.name(tool: toolID, event.programName)
    guard spanSink != nil else { return nil }
    return spans.exec(place, event, arguments: arguments).map(RunContext.init)
  }

  /// A process was running already.
  func seed(
    _ place: ExecutionPlace, name: UnsafeRawBufferPointer, _ details: ProcessDetails,
    arguments: UnsafeRawBufferPointer, environment: [UInt8]
  ) {
    guard spanSink != nil else { return }
    environment.withUnsafeBytes { environment in
      spans.seed(
        place,
        RunningImage(
          name: String(decoding: name, as: UTF8.self), path: details.executable,
          directory: details.cwd,
          arguments: arguments, environment: environment))
    }
  }

  func execFailed(_ place: ExecutionPlace, _ event: ExecFailedEvent) {
    if spanSink != nil { spans.execFailed(place, event) }
  }

  func outOfMemory(processID: Int64, _ event: UnsafePointer<sonde_oom>) {
    if spanSink != nil { spans.outOfMemory(processID: processID, event) }
  }

  func end(
    _ row: ProcessRow, user: @autoclosure () -> String?, step: @autoclosure () -> ProcessStep?,
    container: @autoclosure () -> ProcessContainer?
  ) {
    let context =
      spanSink == nil ? nil : spans.end(row, user: user(), step: step(), container: container())
    metrics.end(row, span: context, time: spans.utc(row.end?.time ?? 0))
    guard let log, row.end?.record.status != 0,
      let failure = ProcessFailure(row, name: metrics.name(ofTool: row.toolID))
    else { return }
    let count = failuresLogged[row.runID, default: 0]
    guard count < Self.failureLimit else { return }
    failuresLogged[row.runID] = count + 1
    log.warning(
      "\(failure.text)", in: context ?? spans.context(ofRun: row.runID),
      Dictionary(uniqueKeysWithValues: failure.facts.map { ($0.key, .init($0.value)) }))
  }

  /// The end of a process was not seen.
  func abandon(_ row: ProcessRow, at time: UInt64) {
    if spanSink != nil { spans.abandon(row, at: time) }
  }

  /// What living processes use, by the last samples.
  func note(living model: borrowing ProcessModel) {
    metrics.beginLiving()
    model.forEachLiving { metrics.add(living: $0, rss: $1.rss) }
  }
}

extension Logger {
  /// Writes a line as one that belongs to a span.
  fileprivate func log(
    level: Logger.Level, _ message: Logger.Message, in context: TraceContext?,
    _ metadata: Logger.Metadata
  ) {
    guard let context else { return log(level: level, message, metadata: metadata) }
    var surroundings = InstrumentationContext.topLevel
    surroundings.traceContext = context
    InstrumentationContext.withValue(surroundings) {
      log(level: level, message, metadata: metadata)
    }
  }

  fileprivate func info(
    _ message: Logger.Message, in context: TraceContext?, _ metadata: Logger.Metadata
  ) {
    log(level: .info, message, in: context, metadata)
  }

  fileprivate func warning(
    _ message: Logger.Message, in context: TraceContext?, _ metadata: Logger.Metadata
  ) {
    log(level: .warning, message, in: context, metadata)
  }
}

extension Logger.MetadataValue {
  /// A number stays one, also where it is exported.
  fileprivate init(_ value: AttributeValue) {
    switch value {
    case .string(let text): self = .string(text)
    case .int(let number): self = .stringConvertible(number)
    case .double(let number): self = .stringConvertible(number)
    case .bool(let flag): self = .stringConvertible(flag)
    case .strings(let texts): self = .array(texts.map { .string($0) })
    }
  }
}
