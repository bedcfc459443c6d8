import OTLP

extension TelemetrySettings {
  /// Reads the variables, and takes from `choices` what they do not say.
  ///
  /// A signal goes to a collector when an endpoint is configured for it, or `ENABLE_OTLP` is true;
  /// when that is false, none does, whatever else is said.
  ///
  /// - Throws: When it cannot be done as asked: a configuration file of OpenTelemetry is named, which
  ///   would make all variables count for nothing, or the file of headers cannot be read.
  public init(
    environment: [String: String], choices: TelemetryChoices, program: Program
  ) throws(TelemetrySettingsError) {
    var reading = SettingsReading(
      variables: Variables(environment), choices: choices, program: program)
    self.init()
    let isEnabled = reading.variables.flag("ENABLE_OTLP")
    if isEnabled != false { try reading.refuseConfigurationFile() }
    let isDisabled = reading.variables.flag("OTEL_SDK_DISABLED") == true
    let fileHeaders = isEnabled == false ? [] : try reading.fileHeaders()
    for signal in Signal.allCases {
      self[signal] = reading.signal(
        signal, isEnabled: isDisabled ? false : isEnabled, fileHeaders: fileHeaders)
      if isDisabled { self[signal].exporters = [] }
    }
    resource = reading.resource()
    sampler = reading.sampler()
    propagators = reading.propagators()
    spanBatches = reading.batches("OTEL_BSP", scheduleDelay: .seconds(5))
    logBatches = reading.batches("OTEL_BLRP", scheduleDelay: .seconds(1))
    spanLimits = reading.spanLimits()
    logLimits = reading.logLimits()
    metricInterval = reading.interval("OTEL_METRIC_EXPORT_INTERVAL") ?? metricInterval
    metricTimeout = reading.variables.timeout("OTEL_METRIC_EXPORT_TIMEOUT") ?? metricTimeout
    temporality = reading.temporality()
    exemplars =
      reading.variables.choice("OTEL_METRICS_EXEMPLAR_FILTER", ExemplarFilter.self) ?? exemplars
    let isScraped = metrics.exporters.contains(.prometheus)
    prometheus = isDisabled ? nil : reading.prometheus(isAskedFor: isScraped)
    logLevel = reading.logLevel() ?? logLevel
    take(choices, isDisabled: isDisabled)
    warnings = reading.variables.warnings
  }

  /// Takes over what no variable says.
  private mutating func take(_ choices: TelemetryChoices, isDisabled: Bool) {
    logFormat = choices.logFormat
    logsFile = isDisabled ? nil : choices.logsFile
    spool = choices.spoolBytes > 0 && !choices.spool.isEmpty ? choices.spool : nil
    spoolBytes = choices.spoolBytes
    commandArgs = choices.commandArgs
    spanFloor = .milliseconds(choices.spanFloor)
    spanLimit = choices.spanLimit
  }
}
