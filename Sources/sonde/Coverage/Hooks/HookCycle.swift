import Coverage
import Logging
import OTLP
import Probes
import Procfs
import Store
import Telemetry
import Tracing

/// One cycle over sonde's own hooks, stored and told.
struct HookCycle {
  /// Where it is stored; `nil`: in memory, and forgotten.
  let path: String?
  let log: Logger

  /// What it came to.
  struct Outcome {
    var verdicts: [HookVerdict]
    var trace: TraceContext?

    /// Why no hook can be had; `nil` when one can.
    var refusal: String? {
      guard verdicts.allSatisfy({ $0.state == .unsupported }) else { return nil }
      return verdicts.first?.reason ?? "nothing was tried"
    }
  }

  /// Blocks until every hook has had its turn.
  ///
  /// - Throws: `StoreError` when there is nowhere to store it.
  func run() throws -> Outcome {
    let writer = try path.map { try CoverageWriter(path: $0) } ?? CoverageWriter()
    defer { writer.close() }
    try writer.beginSession(.ofThisProcess())
    let store = SignalStore(writer: writer, bootOffset: Clocks.realtimeOffset())
    let coverage = HookCoverage(store: store, log: log)
    var outcome = Outcome(verdicts: [])
    outcome.verdicts = coverage.run { turn in
      outcome.trace = ServiceContext.current?.traceContext
      for number in turn.decision.probes { say(coverage.verdict(of: number)) }
    }
    try writer.endSession(at: Clocks.realtime())
    return outcome
  }

  private func say(_ verdict: HookVerdict) {
    var metadata: Logger.Metadata = [
      "hook": "\(verdict.hook.rawValue)", "state": "\(verdict.state.rawValue)",
    ]
    if let reason = verdict.reason { metadata["reason"] = "\(reason)" }
    log.log(level: verdict.state.isTrouble ? .warning : .info, "hook tried", metadata: metadata)
  }
}
