public import Logging
internal import Metrics
internal import Store
internal import Tracing

/// The loop of coverage: look at the map, choose the next probes, attach them, listen, say what was
/// heard, store it. One turn at a time, so that it can be run as a subroutine of another program.
///
/// ```swift
/// while let turn = pipeline.step() { show(turn.summary) }
/// ```
///
/// Everything is told through the façades: a span for the turn and one for each part in it, the
/// metrics `ebpf_bot_decisions_total`, `ebpf_bot_decision_latency_ms` and `ebpf_bot_errors_total`, and
/// lines of the log that belong to the spans. Not for several threads.
public final class UnifiedPipeline {
  /// What one turn came to.
  public struct Turn: Sendable {
    /// The turn's number, from 0.
    public var number: Int
    /// What was decided in it.
    public var decision: Decision
    /// The hits that are new.
    public var hits: [ProcessedSignal]
    /// What else was heard: code that came to be mapped, children.
    public var others: [Signal]
    /// Signals known to be lost in it.
    public var lost: UInt64
    /// The probe that is likely to be the next, by name; `nil` when none waits.
    public var next: String?
    /// The map afterwards.
    public var summary: CoverageSummary
  }

  /// The map.
  public let bot: CoverageBot
  /// Who chooses.
  public let orchestrator: CoverageOrchestrator
  /// Who attaches.
  public let injector: ProbeInjector
  /// Who listens.
  public let receiver: SignalReceiver
  /// Who says what signals mean.
  public let processor: SignalProcessor
  /// Who keeps it; `nil`: nobody does. To be set before the first turn.
  public var store: SignalStore?
  private let ground: any ProbeGround
  private let now: () -> UInt64
  private let log: Logger
  private let errors = Counter(label: "ebpf_bot_errors_total")
  private var turn = 0
  private var lastWait: Decision?
  /// Times that probes have fired, in watched processes and in others.
  public private(set) var probeHits: UInt64 = 0
  /// How long that took, ns, by what one firing costs here.
  public private(set) var probeTime: UInt64 = 0
  /// Of them in others.
  public private(set) var foreignHits: UInt64 = 0

  /// - Parameters:
  ///   - bot: the map.
  ///   - orchestrator: who chooses.
  ///   - ground: where the probes are put.
  ///   - processor: who says what signals mean.
  ///   - store: who keeps it; `nil` to keep nothing.
  ///   - log: for what happens.
  ///   - now: ns since boot.
  public init(
    bot: CoverageBot, orchestrator: CoverageOrchestrator, ground: any ProbeGround,
    processor: SignalProcessor = SignalProcessor(), store: SignalStore?, log: Logger,
    now: @escaping () -> UInt64
  ) {
    self.bot = bot
    self.orchestrator = orchestrator
    self.ground = ground
    self.processor = processor
    self.store = store
    self.log = log
    self.now = now
    injector = ProbeInjector(ground: ground)
    receiver = SignalReceiver(ground: ground)
    errors.increment(by: 0)
  }

  /// One turn. Returns `nil` when everything that is expected has spoken, or can never.
  ///
  /// - Parameter time: how long to listen, if nothing is heard.
  public func step(listening time: Duration = .milliseconds(100)) -> Turn? {
    withSpan("UnifiedPipeline.step") { span in
      let before = bot.coverageMap()
      let decision = choose()
      guard decision.action != .stop else {
        note(decision, before)
        writeDown()
        span.attributes["ebpf_bot.pipeline.outcome"] = "covered"
        return nil
      }
      let refused = injector.carryOut(decision, on: bot, now: now())
      store?.note(decision.probes + decision.replaced)
      if refused > 0 {
        errors.increment()
        log.warning("refused", metadata: ["probes": "\(refused)"])
      }
      let reception = receiver.receive(within: time)
      let hits = processor.process(reception.signals, on: bot)
      store?.note(hits.map(\.probe))
      note(decision, bot.summary)
      // Nobody who waits for probes is to wait for the database.
      if time > .zero, !reception.hasCode { writeDown() }
      let result = turnOver(decision, reception, hits)
      span.attributes["ebpf_bot.probe.name"] = hits.first?.name ?? result.next ?? "none"
      span.attributes["ebpf_bot.pipeline.outcome"] = hits.isEmpty ? "silent" : "hit"
      return result
    }
  }

  /// Listens once more without choosing: for what was under way when probes were removed.
  public func finish() -> [ProcessedSignal] {
    let reception = receiver.receive(within: .zero)
    let hits = processor.process(reception.signals, on: bot)
    account()
    store?.note(hits.map(\.probe))
    return hits
  }

  private func choose() -> Decision {
    orchestrator.nextProbe(bot, after: account(), now: now())
  }

  @discardableResult
  private func account() -> Spending {
    let spending = ground.spending()
    probeHits += spending.hits
    probeTime += spending.nanoseconds
    foreignHits += UInt64(spending.foreign.values.reduce(0, +))
    return spending
  }

  private func turnOver(
    _ decision: Decision, _ reception: Reception, _ hits: [ProcessedSignal]
  ) -> Turn {
    defer { turn += 1 }
    if !hits.isEmpty {
      log.debug("hits", metadata: ["new": "\(hits.count)", "first": "\(hits[0].name)"])
    }
    if reception.lost > 0 {
      log.warning("signals lost", metadata: ["signals": "\(reception.lost)"])
    }
    let next =
      bot.numbers(in: .expected).first ?? bot.numbers(in: .deferred).first
      ?? bot.numbers(in: .attached).first
    return Turn(
      number: turn, decision: decision, hits: hits,
      others: reception.signals.filter {
        switch $0.event {
        case .code, .child: true
        case .hit, .hitUnseen, .hot: false
        }
      },
      lost: reception.lost, next: next.map { bot.probes[$0].name }, summary: bot.summary)
  }

  /// To wait is not worth a row each time.
  private func note(_ decision: Decision, _ summary: CoverageSummary) {
    guard let store else { return }
    let time = store.utc(now())
    var row: DecisionRow?
    if decision.action != .wait || decision != lastWait {
      row = DecisionRow(
        turn: turn, time: time, action: decision.action.rawValue,
        probe: decision.probes.first.map { bot.probes[$0].name }, chosen: decision.probes.count,
        candidates: decision.candidates, score: decision.score, cost: decision.cost,
        why: decision.why)
    }
    lastWait = decision.action == .wait ? decision : nil
    store.note(
      row,
      CoveragePointRow(
        time: time, hit: summary[.hit], attached: summary[.attached],
        deferred: summary[.deferred], probeHits: probeHits))
  }

  func writeDown() {
    do {
      try store?.store(bot)
    } catch {
      errors.increment()
      log.warning("not stored, to be tried again", metadata: ["error": "\(error)"])
    }
  }
}
