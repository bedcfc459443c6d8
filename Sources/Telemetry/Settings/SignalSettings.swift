public import OTLP

/// Where a signal goes, and how.
public struct SignalSettings: Sendable, Equatable {
  /// Where it goes; nowhere if there are none.
  public var exporters: [Exporter] = []
  /// How it goes to the collector.
  public var transport = TransportOptions()

  /// Whether it goes to a collector.
  public var isSentToCollector: Bool { exporters.contains(.otlp) }
}
