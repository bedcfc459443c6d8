import ArgumentParser
import Foundation
import Logging
import OTLP
import Settings
import Telemetry

/// `sonde emit`: sends made-up telemetry, to try out what receives it.
struct EmitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emit",
    abstract: "Sends the telemetry of a made-up coverage cycle, to try out a collector.",
    discussion: """
      It goes where the configuration and OTEL_EXPORTER_OTLP_ENDPOINT say, as that of a run would. \
      Without an endpoint it is printed, a line of JSON for each request. Exits with 1 when it could \
      not be delivered.
      """
  )

  /// What is sent.
  enum Content: String, CaseIterable, ExpressibleByArgument {
    /// Spans.
    case trace
    /// Spans, metrics and lines of the log.
    case telemetry
  }

  @Argument(help: "What to send: the trace, or metrics and lines of the log beside it.")
  var content: Content

  @Option(name: .long, help: "A configuration file.")
  var config: String?

  @Option(name: .long, help: "Where Jaeger shows traces, for the link.")
  var jaeger = "http://localhost:16686"

  mutating func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let settings = try CommandFailure.reporting {
      var settings = try Settings.load(file: config, environment: environment)
      // Nothing waits for another try: who tries out a collector wants to know now.
      settings.telemetry.spoolBytes = 0
      return settings
    }
    let signals: Set<Signal> = content == .trace ? [.traces] : Set(Signal.allCases)
    let observability = try CommandFailure.reporting {
      try Observability(
        settings, environment: environment, audience: .command, emitting: signals)
    }
    let log = observability.events
    let trace = try await observability.around { CoverageSpecimen(log: log).run() }
    guard let trace else { return }
    let isSent = observability.settings.isSentToCollector
    if isSent, observability.hasLost { throw ExitCode(1) }
    OutputFile.standardError.say(
      isSent
        ? "sent; Jaeger shows it at \(jaeger)/trace/\(trace.traceID)"
        : "trace \(trace.traceID): printed, as no endpoint is configured "
          + "(OTEL_EXPORTER_OTLP_ENDPOINT)")
  }
}
