public import CoreMetrics

/// The back end of swift-metrics: counts into a ``MetricRegistry``.
///
/// Counters become sums, meters and recorders that do not aggregate gauges, the other recorders and
/// timers histograms, unless the catalogue knows better; timers are in seconds unless it says
/// otherwise. Dimensions become attributes.
public struct TelemetryMetrics: MetricsFactory {
  private let registry: MetricRegistry

  /// Counts into `registry`.
  public init(registry: MetricRegistry) {
    self.registry = registry
  }

  /// A sum of whole numbers.
  public func makeCounter(
    label: String, dimensions: [(String, String)]
  ) -> any CounterHandler {
    number(label, dimensions, for: .counter)
  }

  /// A sum of numbers.
  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    number(label, dimensions, for: .counter)
  }

  /// A number that is set.
  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    number(label, dimensions, for: .meter)
  }

  /// A distribution, or without aggregation a number that is set.
  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    switch registry.handler(label, dimensions, for: .recorder(isAggregated: aggregate)) {
    case .number(let number): number
    case .distribution(let distribution): distribution
    }
  }

  /// A distribution of times.
  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    switch registry.handler(label, dimensions, for: .timer) {
    case .distribution(let distribution): distribution
    case .number: NOOPMetricsHandler.instance
    }
  }

  /// Lets go of a series that no other counter counts.
  public func destroyCounter(_ handler: any CounterHandler) { release(handler) }
  /// Lets go of a series that no other counter counts.
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
    release(handler)
  }
  /// Lets go of a series that no other meter sets.
  public func destroyMeter(_ handler: any MeterHandler) { release(handler) }
  /// Lets go of a series that no other recorder writes to.
  public func destroyRecorder(_ handler: any RecorderHandler) { release(handler) }
  /// Lets go of a series that no other timer writes to.
  public func destroyTimer(_ handler: any TimerHandler) { release(handler) }

  private func number(
    _ label: String, _ dimensions: [(String, String)], for facade: FacadeInstrument
  ) -> any CounterHandler & FloatingPointCounterHandler & MeterHandler {
    switch registry.handler(label, dimensions, for: facade) {
    case .number(let number): number
    case .distribution: NOOPMetricsHandler.instance
    }
  }

  private func release(_ handler: Any) {
    if let number = handler as? NumberSeries {
      registry.release(.number(number))
    } else if let distribution = handler as? HistogramSeries {
      registry.release(.distribution(distribution))
    }
  }
}
