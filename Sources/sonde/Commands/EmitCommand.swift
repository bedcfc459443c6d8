import ArgumentParser
import Foundation
import Logging
import OTLP
import Probes
import Settings
import Telemetry

/// `sonde emit`: sends the telemetry of a cycle over our own hooks, to try out what receives it.
struct EmitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emit",
    abstract: "Sends the telemetry of a cycle over sonde's own hooks, to try out a collector.",
    discussion: """
      The cycle is a real one, that of 'sonde coverage map': each hook is attached, given something \
      to tell of, and heard. Without root it is a cycle in which every hook is unsupported.

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
      _ = try HookFaults(environment: environment)
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
    let outcome = try await CommandFailure.reporting(awaiting: {
      try await observability.around { try HookCycle(path: nil, log: log).run() }
    })
    if let refusal = outcome.refusal {
      OutputFile.standardError.say("every hook is unsupported: \(refusal)")
    }
    guard let trace = outcome.trace else { return }
    let isSent = observability.settings.isSentToCollector
    if isSent, observability.hasLost { throw ExitCode(1) }
    OutputFile.standardError.say(
      isSent
        ? "sent; Jaeger shows it at \(jaeger)/trace/\(trace.traceID)"
        : "trace \(trace.traceID): printed, as no endpoint is configured "
          + "(OTEL_EXPORTER_OTLP_ENDPOINT)")
  }
}
