import Foundation
import Logging
import Metrics
import OTLP
import ProcessTelemetry
import Procfs
import ServiceLifecycle
import Settings
import Telemetry
import Tracing
import Web

/// What is told to others while a command runs: spans, metrics and lines of the log, to a collector,
/// to files and to Prometheus. Makes the back ends of the standard façades, which the rest of the
/// program knows alone.
final class Observability: Sendable {
  let settings: TelemetrySettings
  let registry: MetricRegistry
  let status = RecorderStatus()
  /// For the command's own lines: shown, and exported.
  let log: Logger
  private let pipelines: Pipelines
  private let tracer: TelemetryTracer
  /// For lines about runs: exported, and shown to who reads a daemon's log.
  let events: Logger
  /// When counting began, ns since 1970.
  private let start: UInt64

  /// How much of the log a person sees.
  enum Audience {
    /// Who runs a command sees what is wrong: standard error is the command's.
    case command
    /// Who reads a daemon's log sees all of it.
    case daemon
  }

  static let scope = InstrumentationScope(name: "sonde", version: SondeVersion.current)

  /// Makes everything, and tells the façades. Once in a process.
  ///
  /// - Parameter emitted: for a command that is about telemetry alone: the signals that it sends, or
  ///   prints when there is nowhere to send them.
  /// - Throws: `TelemetrySettingsError`, `TransportError` or `PipelineError` for what cannot be done
  ///   as asked.
  init(
    _ chosen: Settings, environment: [String: String], audience: Audience,
    emitting emitted: Set<Signal>? = nil
  ) throws {
    var settings = try TelemetrySettings(
      environment: environment, choices: TelemetryChoices(chosen),
      program: .init(
        name: "sonde", version: SondeVersion.current, attributes: ResourceFacts.attributes))
    if let emitted { settings.emit(emitted) }
    self.settings = settings
    let registry = MetricRegistry(exemplars: settings.exemplars)
    self.registry = registry
    start = UInt64(clamping: Clocks.realtime())

    let shown = TelemetryLogging(
      level: audience == .daemon ? settings.logLevel : max(settings.logLevel, .warning),
      output: LogOutput(format: settings.logFormat), limits: settings.logLimits)
    // What is told of runs is not for the terminal of who runs a command.
    let told =
      audience == .daemon
      ? shown
      : TelemetryLogging(level: settings.logLevel, output: nil, limits: settings.logLimits)
    log = Logger(label: "sonde") { shown.handler(label: $0) }
    events = Logger(label: "sonde.runs") { told.handler(label: $0) }

    // The pipeline's own trouble must not become more of what it cannot send.
    let own = Logger(label: "sonde.telemetry") { shown.handler(label: $0, isExported: false) }
    let pipelines = try Pipelines(settings, registry: registry, log: own)
    self.pipelines = pipelines
    let logSink: TelemetryLogging.Sink = { pipelines.offer(logs: $0, scope: $1) }
    shown.send(to: logSink)
    told.send(to: logSink)
    tracer = TelemetryTracer(
      scope: Self.scope, sampler: settings.sampler, limits: settings.spanLimits,
      propagators: settings.propagators
    ) {
      pipelines.offer(spans: $0, scope: $1)
    }
    for warning in settings.warnings { log.warning("\(warning)") }
    observe(shown)
    LoggingSystem.bootstrap { shown.handler(label: $0) }
    MetricsSystem.bootstrap(TelemetryMetrics(registry: registry))
    InstrumentationSystem.bootstrap(tracer)
  }

  /// Whether anything is exported or served at all.
  var isOn: Bool { !pipelines.all.isEmpty || settings.prometheus != nil }

  /// What the recorder tells; `nil` when nobody would hear it.
  func recorderTelemetry() -> RecorderTelemetry? {
    guard isOn else { return nil }
    var options = ProcessSpanOptions()
    options.hasCommandArguments = settings.commandArgs
    options.floor = UInt64(clamping: Int64(settings.spanFloor / .nanoseconds(1)))
    options.limit = settings.spanLimit
    options.eventLimit = settings.spanLimits.events
    options.valueLengthLimit = settings.spanLimits.attributes.valueLength
    options.isParentBased = if case .parentBased = settings.sampler { true } else { false }
    let sampler = settings.sampler
    let pipelines = pipelines
    var sink: RecorderTelemetry.SpanSink?
    if pipelines.isExported(.traces) { sink = { pipelines.offer(spans: $0, scope: Self.scope) } }
    return RecorderTelemetry(
      options: options, samples: { sampler.samples($0, parent: $1) }, spanSink: sink,
      log: pipelines.isExported(.logs) ? events : nil, start: start)
  }

  /// What became of all that was to be sent to a collector; `nil` when nothing is.
  var statistics: PipelineStatistics? { pipelines.collector?.statistics }

  /// Whether something that was to be sent to a collector has not arrived there.
  var hasLost: Bool {
    statistics?.signals.values.contains { $0.allDropped > 0 || $0.outstanding > 0 } ?? false
  }

  /// The span of a run that a user starts: part of the trace that the user's environment names.
  func runContext(environment: [String: String]) -> RunContext {
    let parent = environment["TRACEPARENT"].flatMap {
      TraceContext(traceparent: $0, state: environment["TRACESTATE"] ?? "")
    }
    return RunContext(parent: parent) { settings.sampler.samples($0, parent: $1) }
  }

  /// The services that have to run meanwhile.
  var services: [any Service] {
    var services: [any Service] = []
    services += pipelines.all.map(PipelineService.init)
    if let address = settings.prometheus {
      let reader = MetricReader(
        registry: registry, component: "prometheus_http_text_metric_exporter")
      services.append(
        MetricsServer(
          address: address, resource: settings.resource, scope: Self.scope, log: log,
          collect: { reader.collect() }))
    }
    return services
  }

  /// What the recorder, the host, the pipeline and the façades' back ends count themselves.
  private func observe(_ logging: TelemetryLogging) {
    let (status, start, tracer) = (status, start, tracer)
    registry.observe {
      let time = UInt64(clamping: Clocks.realtime())
      guard let reading = status.latest else { return [] }
      return reading.processes.records(at: time)
        + HostMetrics(
          host: reading.tally.host, filesystems: reading.tally.filesystems, time: time
        ).records
        + RecorderMetrics(reading: reading, cost: .now(), start: start, time: time).records
    }
    registry.observe { logging.metrics() + tracer.metrics() }
    guard let pipeline = pipelines.collector else { return }
    registry.observe {
      PipelineMetrics(
        statistics: pipeline.statistics, start: start, time: UInt64(clamping: Clocks.realtime())
      ).records
    }
  }
}
