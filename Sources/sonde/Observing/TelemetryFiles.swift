import OTLP
import Telemetry

/// Telemetry that goes to files and to standard output.
final class TelemetryFiles: Sendable {
  init(_ settings: TelemetrySettings) throws {
  }
  var isOpen: Bool { false }
  func write(spans: [SpanRecord], scope: InstrumentationScope) {}
  func write(logs: [LogRecord], scope: InstrumentationScope) {}
}
