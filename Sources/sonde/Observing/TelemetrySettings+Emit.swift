import OTLP
import Telemetry

extension TelemetrySettings {
  /// Only these signals go anywhere; those that have nowhere to go are printed.
  mutating func emit(_ signals: Set<Signal>) {
    let isPrinted = !isSentToCollector
    prometheus = nil
    for signal in Signal.allCases {
      if !signals.contains(signal) {
        self[signal].exporters = []
      } else if isPrinted {
        self[signal].exporters = [.otlpStandardOutput]
      }
    }
  }
}
