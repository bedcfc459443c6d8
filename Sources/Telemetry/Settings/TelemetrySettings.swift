public import Logging
public import OTLP

/// All that is chosen about telemetry: by the variables of OpenTelemetry, and by a configuration file
/// where they say nothing.
public struct TelemetrySettings: Sendable, Equatable {
  /// Spans.
  public var traces = SignalSettings()
  /// Metrics.
  public var metrics = SignalSettings()
  /// The log.
  public var logs = SignalSettings()

  /// What all telemetry is from.
  public var resource: [Attribute] = []
  /// Which traces are recorded.
  public var sampler = Sampler.parentBased(root: .alwaysOn)
  /// How traces cross to other processes.
  public var propagators = Propagator.allCases

  /// How spans are gathered.
  public var spanBatches = BatchSettings(scheduleDelay: .seconds(5))
  /// How records of the log are gathered.
  public var logBatches = BatchSettings(scheduleDelay: .seconds(1))
  /// How much may be said of a span.
  public var spanLimits = SpanLimits()
  /// How much may be said beside a line of the log.
  public var logLimits = AttributeLimits()

  /// Between two exports of metrics.
  public var metricInterval = Duration.seconds(60)
  /// In which metrics must have been sent.
  public var metricTimeout = Duration.seconds(30)
  /// From when on sums are told.
  public var temporality = TemporalityPreference.cumulative
  /// Which measurements may stand for others.
  public var exemplars = ExemplarFilter.traceBased

  /// Where Prometheus is served; `nil`: nowhere.
  public var prometheus: HostPort?
  /// From which level on lines of the log are written.
  public var logLevel = Logger.Level.info
  /// How they are written.
  public var logFormat = LogFormat.text
  /// A file to which the log is written in OTLP's form too.
  public var logsFile: String?

  /// The directory of what waits for the collector; `nil`: it waits in memory alone.
  public var spool: String?
  /// How large that may become, in bytes.
  public var spoolBytes = 0
  /// Whether arguments of commands are exported.
  public var commandArgs = false
  /// Processes that took less are folded into their parent's span.
  public var spanFloor = Duration.milliseconds(10)
  /// How many spans of a run are exported before that.
  public var spanLimit = 1000

  /// What is wrong, each with the name, the value unless it may be a secret, and how to mend it.
  public var warnings: [String] = []

  /// Nothing chosen: nothing is exported.
  public init() {}

  /// Settings of a signal.
  public subscript(signal: Signal) -> SignalSettings {
    get {
      switch signal {
      case .traces: traces
      case .metrics: metrics
      case .logs: logs
      }
    }
    set {
      switch signal {
      case .traces: traces = newValue
      case .metrics: metrics = newValue
      case .logs: logs = newValue
      }
    }
  }

  /// Whether anything goes to a collector.
  public var isSentToCollector: Bool { Signal.allCases.contains { self[$0].isSentToCollector } }

  /// Who exports, for what all telemetry says of itself.
  public struct Program: Sendable, Equatable {
    /// The service's name unless it is given another one.
    public var name: String
    /// Its version.
    public var version: String
    /// What else is known of it.
    public var attributes: [Attribute]

    /// Describes a program.
    public init(name: String, version: String, attributes: [Attribute] = []) {
      self.name = name
      self.version = version
      self.attributes = attributes
    }
  }
}
