import Logging
import Metrics
import OTLP
import Telemetry
import Tracing

/// The telemetry of one whole cycle of coverage, made up: for trying out a collector, dashboards and
/// alerts without root and without a pipeline. It says of itself that it is a specimen.
///
/// The names of the components, the spans and the metrics are those of the coverage bot.
struct CoverageSpecimen {
  /// What is expected to speak: our own hooks.
  private static let probes = ["fork", "exec", "exit", "exec_failed", "signal", "file"]

  private let log: Logger
  private let decisions = Counter(label: "ebpf_bot_decisions_total")
  private let errors = Counter(label: "ebpf_bot_errors_total")
  private let latency = Metrics.Recorder(label: "ebpf_bot_decision_latency_ms")

  init(log: Logger) {
    self.log = log
  }

  /// Runs the cycle until every probe has spoken. Returns its trace.
  func run() -> TraceContext? {
    // A counter that has never counted is not there: dashboards ask for it all the same.
    errors.increment(by: 0)
    return withSpan("UnifiedPipeline.run") { span in
      span.attributes["sonde.specimen"] = true
      var covered: [String] = []
      while let probe = step(covered) { covered.append(probe) }
      span.attributes["ebpf_bot.coverage.expected"] = Self.probes.count
      span.attributes["ebpf_bot.coverage.hit"] = covered.count
      log.info("everything expected has spoken", metadata: ["probes": "\(covered.count)"])
      return span.context.traceContext
    }
  }

  /// One turn: `nil` when nothing is left to choose.
  private func step(_ covered: [String]) -> String? {
    withSpan("UnifiedPipeline.step") { span in
      span.attributes["sonde.specimen"] = true
      let missing = coverageMap(covered)
      guard let probe = choose(from: missing) else {
        span.attributes["ebpf_bot.pipeline.outcome"] = "covered"
        return nil
      }
      inject(probe)
      process(probe, receive(probe))
      span.attributes["ebpf_bot.probe.name"] = probe
      span.attributes["ebpf_bot.pipeline.outcome"] = "hit"
      return probe
    }
  }

  private func coverageMap(_ covered: [String]) -> [String] {
    withSpan("CoverageBot.coverage_map") { span in
      let missing = Self.probes.filter { !covered.contains($0) }
      span.attributes["ebpf_bot.coverage.expected"] = Self.probes.count
      span.attributes["ebpf_bot.coverage.hit"] = covered.count
      log.info("coverage map", metadata: ["missing": "\(missing.count)"])
      return missing
    }
  }

  private func choose(from missing: [String]) -> String? {
    let clock = ContinuousClock()
    let start = clock.now
    return withSpan("CoverageOrchestrator.next_probe") { span in
      let chosen = missing.first
      decisions.increment()
      latency.record((clock.now - start) / .milliseconds(1))
      span.attributes["ebpf_bot.decision.candidates"] = missing.count
      var event = SpanEvent(name: "decision")
      event.attributes["ebpf_bot.probe.name"] = chosen ?? "none"
      event.attributes["ebpf_bot.decision.reason"] =
        chosen == nil ? "nothing is missing" : "the first that has not spoken"
      span.addEvent(event)
      log.info("decision", metadata: ["probe": "\(chosen ?? "none")"])
      return chosen
    }
  }

  private func inject(_ probe: String) {
    withSpan("ProbeInjector.attach") { span in
      span.attributes["ebpf_bot.probe.name"] = probe
      log.info("attached", metadata: ["probe": "\(probe)"])
    }
  }

  private func receive(_ probe: String) -> Int {
    withSpan("SignalReceiver.receive") { span in
      let signals = probe.utf8.count
      span.attributes["ebpf_bot.signals"] = signals
      span.attributes["ebpf_bot.signals.dropped"] = 0
      log.info("received", metadata: ["probe": "\(probe)", "signals": "\(signals)"])
      return signals
    }
  }

  private func process(_ probe: String, _ signals: Int) {
    withSpan("SignalProcessor.process") { span in
      span.attributes["ebpf_bot.probe.name"] = probe
      span.attributes["ebpf_bot.signals"] = signals
      log.info("processed", metadata: ["probe": "\(probe)"])
    }
    withSpan("SignalStore.store") { span in
      span.attributes["ebpf_bot.signals"] = signals
      log.info("stored", metadata: ["probe": "\(probe)"])
    }
  }
}
