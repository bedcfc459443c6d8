public import OTLP
import Synchronization

/// Reads a registry for one exporter. Each exporter has its own, because what has come since its last
/// collection is its own too.
public final class MetricReader: Sendable {
  private let registry: MetricRegistry
  private let temporality: TemporalityPreference
  private let duration: Instrument.Handler
  private let conversion = Mutex(DeltaConversion())

  /// - Parameters:
  ///   - registry: What is read.
  ///   - temporality: From when on sums are told.
  ///   - component: What the reader is by the conventions: `periodic_metric_reader`,
  ///     `prometheus_http_text_metric_exporter`.
  public init(
    registry: MetricRegistry, temporality: TemporalityPreference = .cumulative, component: String
  ) {
    self.registry = registry
    self.temporality = temporality
    duration = registry.handler(
      "otel.sdk.metric_reader.collection.duration",
      [("otel.component.type", component), ("otel.component.name", "\(component)/0")],
      for: .timer)
  }

  /// All metrics as they are now. How long that took is a metric of the next collection.
  public func collect() -> [MetricRecord] {
    let clock = ContinuousClock()
    let start = clock.now
    defer { note(clock.now - start) }
    let (counted, observed) = registry.collectParts()
    return conversion.withLock { conversion in
      switch temporality {
      case .cumulative: registry.merged(counted + observed)
      case .delta: conversion.convert(registry.merged(counted + observed))
      case .lowMemory: registry.merged(conversion.convert(counted) + observed)
      }
    }
  }

  private func note(_ time: Duration) {
    guard case .distribution(let series) = duration else { return }
    series.recordNanoseconds(Int64(time / .nanoseconds(1)))
  }
}
