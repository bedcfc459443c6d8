public import Logging
public import Probes
internal import Procfs

/// The coverage of our own hooks: each is attached, triggered and heard end to end, one a turn.
///
/// ```swift
/// let verdicts = HookCoverage(store: store, log: log).run()
/// ```
///
/// In the map, a hook that was heard is `hit`; one that can be loaded but not attached has `failed`;
/// one that cannot be loaded is `ineligible`; one that was given up after its turn is `retired`. What
/// that means is for ``verdict(of:)`` to say. Not for several threads.
public final class HookCoverage {
  /// The loop.
  public let pipeline: UnifiedPipeline
  private let ground: any ProbeGround
  private let facts: any HookFacts
  private let hooks: [Hook]
  private let now: () -> UInt64
  private var checkedAt: [Int: UInt64] = [:]

  /// How long a hook is listened to. They speak within milliseconds.
  public static let patience = Duration.seconds(1)

  /// The hooks of this machine.
  ///
  /// - Parameters:
  ///   - faults: hooks that are made to fail; `nil`: those that the environment names.
  ///   - store: who keeps what is found out; `nil` to keep nothing.
  public convenience init(faults: HookFaults? = nil, store: SignalStore?, log: Logger) {
    let ground = HookGround(faults: faults)
    self.init(
      ground: ground, facts: ground, hooks: ground.hooks, store: store, log: log,
      now: Clocks.boot)
  }

  init(
    ground: any ProbeGround, facts: any HookFacts, hooks: [Hook], store: SignalStore?,
    log: Logger, now: @escaping () -> UInt64
  ) {
    (self.ground, self.facts, self.hooks, self.now) = (ground, facts, hooks, now)
    let bot = CoverageBot()
    for hook in hooks { bot.expectHook(hook.rawValue) }
    // One at a time: a turn is about one hook.
    let orchestrator = CoverageOrchestrator(
      budget: OverheadBudget(share: nil), capacity: 1, hitCost: 0)
    pipeline = UnifiedPipeline(
      bot: bot, orchestrator: orchestrator, ground: ground, store: store, log: log, now: now)
    store?.verdict = { [unowned self] in verdict(of: $0) }
  }

  /// Tries all hooks, and returns what came of each, in their order. Everything that was attached or
  /// made for it is removed.
  ///
  /// - Parameters:
  ///   - patience: how long a hook is listened to.
  ///   - each: called after each turn, within its trace.
  public func run(
    listening patience: Duration = HookCoverage.patience,
    _ each: (UnifiedPipeline.Turn) -> Void = { _ in }
  ) -> [HookVerdict] {
    pipeline.run {
      while !pipeline.bot.numbers(in: .expected).isEmpty {
        guard let turn = pipeline.step(listening: patience) else { break }
        close(turn)
        each(turn)
      }
      // The map that is left, and what the last turn found out. Where no hook can be had at all,
      // there is nothing to cover.
      if pipeline.bot.summary.inScope > 0 { _ = pipeline.step(listening: .zero) }
      (ground as? HookGround)?.end()
      pipeline.storeRest()
    }
    return hooks.indices.map(verdict(of:))
  }

  /// The hooks of a turn have had their time: those that have not spoken are given up.
  private func close(_ turn: UnifiedPipeline.Turn) {
    let bot = pipeline.bot
    for number in turn.decision.probes { checkedAt[number] = now() }
    for number in bot.numbers(in: .attached) {
      var reason = "attached and triggered, and nothing was heard"
      if hooks[number] == .seed, let mend = ProcessNamespace.mend { reason += "; \(mend)" }
      reason = facts.obstacle(of: number) ?? reason
      ground.remove([number])
      bot.set(number, .retired, reason: reason)
      pipeline.store?.note([number])
    }
  }

  /// What is known of a hook by now.
  public func verdict(of number: Int) -> HookVerdict {
    let probe = pipeline.bot.probes[number]
    var verdict = HookVerdict(
      hook: hooks[number], state: .attached, reason: probe.reason,
      checkedAt: probe.hitAt ?? checkedAt[number] ?? now(), latency: facts.latency(of: number))
    switch probe.state {
    case .hit:
      verdict.reason = facts.lack(of: number)
      verdict.state = verdict.reason == nil ? .verified : .degraded
    case .ineligible: verdict.state = .unsupported
    case .failed: verdict.state = .loadable
    case .retired: verdict.state = facts.obstacle(of: number) == nil ? .silent : .attached
    case .expected, .deferred: verdict.reason = "not tried"
    case .attached: break
    }
    return verdict
  }
}

/// What a ground of hooks knows beyond what the loop is told.
protocol HookFacts: AnyObject {
  /// Between what was done and when it was heard, ns.
  func latency(of number: Int) -> UInt64?
  /// With what less than it should the hook works.
  func lack(of number: Int) -> String?
  /// Why the hook could not be given anything to tell of.
  func obstacle(of number: Int) -> String?
}

extension HookGround: HookFacts {}
