import OTLP

/// Numbers, and what is chosen for the recording of spans and metrics.
extension SettingsReading {
  private static var numbers: ClosedRange<Int> { 0...Int(Int32.max) }

  /// A time between two exports. None would keep a processor busy with nothing else.
  mutating func interval(_ name: String) -> Duration? {
    variables.duration(name).map { max($0, .milliseconds(1)) }
  }

  /// - Parameter prefix: of the variables.
  mutating func batches(_ prefix: String, scheduleDelay: Duration) -> BatchSettings {
    var batches = BatchSettings(scheduleDelay: scheduleDelay)
    let positive = 1...Int(Int32.max)
    batches.scheduleDelay = interval("\(prefix)_SCHEDULE_DELAY") ?? scheduleDelay
    batches.exportTimeout =
      variables.timeout("\(prefix)_EXPORT_TIMEOUT") ?? batches.exportTimeout
    batches.maxQueueSize =
      variables.integer("\(prefix)_MAX_QUEUE_SIZE", positive) ?? batches.maxQueueSize
    let name = "\(prefix)_MAX_EXPORT_BATCH_SIZE"
    let size = variables.integer(name, positive)
    batches.maxExportBatchSize = min(size ?? batches.maxExportBatchSize, batches.maxQueueSize)
    if let size, size > batches.maxQueueSize {
      variables.warn(
        name, String(size),
        "is more than \(prefix)_MAX_QUEUE_SIZE, so it is \(batches.maxQueueSize); raise that, or "
          + "lower this")
    }
    return batches
  }

  mutating func spanLimits() -> SpanLimits {
    let general = generalLimits()
    var limits = SpanLimits()
    limits.attributes = AttributeLimits(
      valueLength: variables.integer("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", Self.numbers)
        ?? general.valueLength,
      count: variables.integer("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", Self.numbers) ?? general.count)
    limits.events =
      variables.integer("OTEL_SPAN_EVENT_COUNT_LIMIT", Self.numbers) ?? limits.events
    limits.links = variables.integer("OTEL_SPAN_LINK_COUNT_LIMIT", Self.numbers) ?? limits.links
    limits.attributesPerEvent =
      variables.integer("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", Self.numbers) ?? general.count
    limits.attributesPerLink =
      variables.integer("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", Self.numbers) ?? general.count
    return limits
  }

  mutating func logLimits() -> AttributeLimits {
    let general = generalLimits()
    return AttributeLimits(
      valueLength: variables.integer("OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT", Self.numbers)
        ?? general.valueLength,
      count: variables.integer("OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", Self.numbers)
        ?? general.count)
  }

  private mutating func generalLimits() -> AttributeLimits {
    AttributeLimits(
      valueLength: variables.integer("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", Self.numbers),
      count: variables.integer("OTEL_ATTRIBUTE_COUNT_LIMIT", Self.numbers)
        ?? AttributeLimits().count)
  }

  mutating func sampler() -> Sampler {
    let variable = "OTEL_TRACES_SAMPLER"
    let standard = Sampler.parentBased(root: .alwaysOn)
    guard let text = variables.text(variable) else { return standard }
    switch text.lowercased() {
    case "always_on": return .alwaysOn
    case "always_off": return .alwaysOff
    case "traceidratio": return .traceIDRatio(ratio())
    case "parentbased_always_on": return standard
    case "parentbased_always_off": return .parentBased(root: .alwaysOff)
    case "parentbased_traceidratio": return .parentBased(root: .traceIDRatio(ratio()))
    default:
      variables.warn(
        variable, text,
        "is ignored; the valid ones are always_on, always_off, traceidratio, "
          + "parentbased_always_on, parentbased_always_off, parentbased_traceidratio")
      return standard
    }
  }

  private mutating func ratio() -> Double {
    let variable = "OTEL_TRACES_SAMPLER_ARG"
    guard let text = variables.text(variable) else { return 1 }
    if let ratio = Double(text), (0...1).contains(ratio) { return ratio }
    variables.warn(variable, text, "is no number from 0 to 1, and is ignored; all are sampled")
    return 1
  }

  mutating func temporality() -> TemporalityPreference {
    let prefix = "OTEL_EXPORTER_OTLP_METRICS"
    let aggregation = variables.choice(
      "\(prefix)_DEFAULT_HISTOGRAM_AGGREGATION", HistogramAggregation.self)
    if aggregation == .exponential {
      variables.warn(
        "\(prefix)_DEFAULT_HISTOGRAM_AGGREGATION", HistogramAggregation.exponential.rawValue,
        "is not built; histograms have given buckets, as with explicit_bucket_histogram")
    }
    return variables.choice("\(prefix)_TEMPORALITY_PREFERENCE", TemporalityPreference.self)
      ?? .cumulative
  }

  private enum HistogramAggregation: String, CaseIterable {
    case explicit = "explicit_bucket_histogram"
    case exponential = "base2_exponential_bucket_histogram"
  }
}
