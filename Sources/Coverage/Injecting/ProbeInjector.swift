internal import Tracing

/// Attaches the probes that were chosen, and keeps the map true about it.
public final class ProbeInjector {
  private let ground: any ProbeGround

  /// - Parameter ground: where the probes are put.
  public init(ground: any ProbeGround) {
    self.ground = ground
  }

  /// Does what was decided. Returns how many probes could not be attached.
  ///
  /// - Parameters:
  ///   - decision: what was decided.
  ///   - bot: the map, which is told.
  ///   - now: ns since boot.
  @discardableResult
  public func carryOut(_ decision: Decision, on bot: CoverageBot, now: UInt64) -> Int {
    switch decision.action {
    case .wait, .stop: return 0
    case .attach, .rotate: return attach(decision, on: bot, now: now)
    case .defer: remove(decision.probes, .deferred, reason: decision.why, on: bot)
    case .retire: remove(decision.probes, .retired, reason: decision.why, on: bot)
    }
    return 0
  }

  private func attach(_ decision: Decision, on bot: CoverageBot, now: UInt64) -> Int {
    withSpan("ProbeInjector.attach") { span in
      if !decision.replaced.isEmpty {
        ground.remove(decision.replaced)
        for probe in decision.replaced {
          bot.set(probe, .deferred, reason: "made room after a silence")
          bot.lowerPrior(probe)
        }
      }
      // Before it is done: a probe may speak at once.
      for probe in decision.probes { bot.set(probe, .attached, at: now) }
      let refusals = ground.attach(decision.probes)
      for refusal in refusals {
        bot.set(
          refusal.probe, refusal.isForGood ? .ineligible : .failed, reason: refusal.reason)
      }
      span.attributes["ebpf_bot.probe.name"] =
        decision.probes.first.map { bot.probes[$0].name } ?? "none"
      span.attributes["ebpf_bot.injection.attached"] = decision.probes.count - refusals.count
      span.attributes["ebpf_bot.injection.refused"] = refusals.count
      if let refusal = refusals.first {
        var event = SpanEvent(name: "refused")
        event.attributes["ebpf_bot.probe.name"] = bot.probes[refusal.probe].name
        event.attributes["ebpf_bot.decision.reason"] = refusal.reason
        span.addEvent(event)
      }
      return refusals.count
    }
  }

  private func remove(_ probes: [Int], _ state: ProbeState, reason: String, on bot: CoverageBot) {
    withSpan("ProbeInjector.remove") { span in
      ground.remove(probes)
      for probe in probes { bot.set(probe, state, reason: reason) }
      span.attributes["ebpf_bot.injection.removed"] = probes.count
    }
  }
}
