public import Logging
public import OTLP
import Synchronization
import Tracing

/// Where lines of the log go, for all loggers together: to a stream, and as records to whoever takes
/// them.
public final class TelemetryLogging: Sendable {
  /// Takes records. It is called by whoever logs, so it must not wait.
  public typealias Sink = @Sendable ([LogRecord], InstrumentationScope) -> Void

  /// From which level on lines are written.
  public let level: Logger.Level
  private let output: LogOutput?
  private let limits: AttributeLimits
  private let sink: Mutex<Sink?>
  private let created = Atomic<Int64>(0)
  private let start = WallClock.now()

  /// - Parameters:
  ///   - level: From which level on lines are written.
  ///   - output: The stream; `nil`: none.
  ///   - limits: How much may be said beside a line.
  ///   - sink: Takes the records; see ``send(to:)``.
  public init(
    level: Logger.Level = .info, output: LogOutput?, limits: AttributeLimits = AttributeLimits(),
    sink: Sink? = nil
  ) {
    self.level = level
    self.output = output
    self.limits = limits
    self.sink = Mutex(sink)
  }

  /// Hands records to `sink` from now on; `nil`: to nobody. What takes records logs too, so it can
  /// only be made when there is a log already.
  public func send(to sink: Sink?) {
    self.sink.withLock { $0 = sink }
  }

  /// A back end for a logger.
  ///
  /// - Parameters:
  ///   - label: The logger's label: the scope of its records.
  ///   - isExported: Whether records are handed on. For loggers of what sends the records this must
  ///     be `false`: each failure to send one would make another.
  ///   - metadataProvider: What is said beside every line.
  public func handler(
    label: String, isExported: Bool = true, metadataProvider: Logger.MetadataProvider? = nil
  ) -> TelemetryLogHandler {
    var handler = TelemetryLogHandler(label: label, isExported: isExported, logging: self)
    handler.logLevel = level
    handler.metadataProvider = metadataProvider
    return handler
  }

  /// How many records there were, and how many lines could not be written, for a
  /// ``MetricRegistry`` to observe.
  public func metrics() -> [MetricRecord] {
    let time = WallClock.now()
    func point(_ count: Int64) -> MetricRecord.NumberPoint {
      MetricRecord.NumberPoint(start: start, time: time, value: .int(count))
    }
    let catalogue = InstrumentCatalogue.standard
    return [
      catalogue.record("otel.sdk.log.created", [point(created.load(ordering: .relaxed))]),
      catalogue.record("sonde.log.lost", [point(Int64(output?.lostLines ?? 0))]),
    ]
  }

  func take(
    _ event: LogEvent, metadata: Logger.Metadata, label: String, isExported: Bool
  ) {
    let record = LogRecord(
      event, metadata: metadata, time: WallClock.now(),
      context: InstrumentationContext.current?.traceContext, limits: limits)
    created.add(1, ordering: .relaxed)
    output?.write(record, label: label)
    guard isExported, let sink = sink.withLock({ $0 }) else { return }
    sink([record], InstrumentationScope(name: label))
  }
}
