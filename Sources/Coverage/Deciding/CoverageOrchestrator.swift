internal import Metrics
internal import Tracing

/// Chooses the next probes: the most expected new hits for each microsecond that they take, within a
/// budget.
///
/// A probe costs what its calls cost until it is removed; one that is not called costs nothing. While
/// the budget lasts all are attached, since a program calls many functions only once, when it starts.
/// When more has been spent than the budget allows, and still more goes than comes, half of them are
/// deferred, the worst first; when there is room again, they come back by eighths, the best first:
/// additive increase, multiplicative decrease, as in networks.
public final class CoverageOrchestrator {
  /// What firing may cost.
  public private(set) var budget: OverheadBudget
  /// Probes that can be attached at one time.
  public let capacity: Int
  /// What one firing is expected to cost, ns.
  public let hitCost: Double
  /// Whether the map may still grow: it is not finished then when all of it has spoken.
  public var expectsMore = false
  /// Foreign calls between two decisions from which on a probe is given up.
  private static let foreignLimit = 2_000
  /// A probe that has been silent for so long makes room for another, ns.
  private static let patience: UInt64 = 1_000_000_000

  private let decisions = Counter(label: "ebpf_bot_decisions_total")
  private let latency = Recorder(label: "ebpf_bot_decision_latency_ms")

  /// - Parameters:
  ///   - budget: what firing may cost.
  ///   - capacity: probes that can be attached at one time.
  ///   - hitCost: what one firing is expected to cost, ns.
  public init(budget: OverheadBudget, capacity: Int, hitCost: Double) {
    self.budget = budget
    self.capacity = max(1, capacity)
    self.hitCost = hitCost
  }

  /// Decides. Its reasons are told as a span's event.
  ///
  /// - Parameters:
  ///   - bot: the map.
  ///   - spending: what has happened since the last decision.
  ///   - now: ns since boot.
  public func nextProbe(_ bot: CoverageBot, after spending: Spending, now: UInt64) -> Decision {
    let clock = ContinuousClock()
    let start = clock.now
    return withSpan("CoverageOrchestrator.next_probe") { span in
      budget.spend(Double(spending.nanoseconds), at: now)
      let decision = decide(bot, spending, now)
      decisions.increment()
      latency.record((clock.now - start) / .milliseconds(1))
      span.attributes["ebpf_bot.decision.candidates"] = decision.candidates
      var event = SpanEvent(name: "decision")
      event.attributes["ebpf_bot.decision.action"] = decision.action.rawValue
      event.attributes["ebpf_bot.probe.name"] =
        decision.probes.first.map { bot.probes[$0].name } ?? "none"
      event.attributes["ebpf_bot.decision.chosen"] = decision.probes.count
      event.attributes["ebpf_bot.decision.score"] = decision.score ?? 0
      event.attributes["ebpf_bot.decision.reason"] = decision.why
      span.addEvent(event)
      return decision
    }
  }

  /// Lets so many functions be seen once, each, when the program starts.
  public func allow(functions: Int) {
    budget.allow(functions: functions)
  }

  private func decide(_ bot: CoverageBot, _ spending: Spending, _ now: UInt64) -> Decision {
    if bot.summary.isCovered, !expectsMore {
      return Decision(
        action: .stop, probes: [], candidates: 0, cost: 0, why: "nothing is missing")
    }
    let busy = spending.foreign.filter { $0.value >= Self.foreignLimit }.keys.filter {
      bot.probes[$0].state == .attached
    }
    if !busy.isEmpty { return retire(busy.sorted(), bot) }
    if budget.isExceeded {
      guard budget.isDraining else {
        return Decision(
          action: .wait, probes: [], candidates: bot.summary[.attached], cost: 0,
          why: "the budget is spent, but what is attached costs less than it")
      }
      return makeRoom(bot)
    }
    let waiting = bot.numbers(in: .expected)
    if !waiting.isEmpty { return attach(waiting, bot, now, all: true) }
    let deferred = bot.numbers(in: .deferred)
    if !deferred.isEmpty, budget.hasRoom { return attach(deferred, bot, now, all: false) }
    if bot.summary.isCovered {
      return Decision(
        action: .wait, probes: [], candidates: 0, cost: 0, why: "nothing is missing so far")
    }
    let why =
      deferred.isEmpty
      ? "all that can be attached are" : "\(deferred.count) wait for the budget to recover"
    return Decision(action: .wait, probes: [], candidates: deferred.count, cost: 0, why: why)
  }

  private func retire(_ busy: [Int], _ bot: CoverageBot) -> Decision {
    Decision(
      action: .retire, probes: busy, candidates: bot.summary[.attached], cost: 0,
      why: "called often by processes that are not watched")
  }

  private func makeRoom(_ bot: CoverageBot) -> Decision {
    let attached = ranked(bot.numbers(in: .attached), bot)
    guard attached.count > 1 else {
      return Decision(
        action: .wait, probes: [], candidates: attached.count, cost: 0,
        why: "the budget is spent, and what it went to is removed already")
    }
    let worst = Array(attached.suffix((attached.count + 1) / 2).reversed())
    return Decision(
      action: .defer, probes: worst, candidates: attached.count,
      score: worst.first.map { score(bot.probes[$0]) }, cost: 0,
      why: "the budget is exceeded by \(Int(-budget.left / 1_000_000)) ms")
  }

  private func attach(_ numbers: [Int], _ bot: CoverageBot, _ now: UInt64, all: Bool) -> Decision {
    let ranked = ranked(numbers, bot)
    let share = all ? ranked.count : max(16, (ranked.count + 7) / 8)
    let room = capacity - bot.summary[.attached]
    var chosen = Array(ranked.prefix(share))
    var replaced: [Int] = []
    if chosen.count > room {
      replaced = silent(bot, now, most: chosen.count - max(0, room))
      chosen = Array(chosen.prefix(max(0, room) + replaced.count))
    }
    let cost = chosen.reduce(0) { $0 + expectedCost(bot.probes[$1]) }
    guard let best = chosen.first else {
      return Decision(
        action: .wait, probes: [], candidates: numbers.count, cost: 0,
        why: "no more than \(capacity) can be attached at a time")
    }
    return Decision(
      action: replaced.isEmpty ? .attach : .rotate, probes: chosen, replaced: replaced,
      candidates: numbers.count, score: score(bot.probes[best]), cost: cost,
      why: replaced.isEmpty
        ? "the most expected hits for their cost" : "others have been silent for long")
  }

  /// Those that have been attached for long and have not spoken, the longest first.
  private func silent(_ bot: CoverageBot, _ now: UInt64, most: Int) -> [Int] {
    bot.numbers(in: .attached)
      .filter { now &- (bot.probes[$0].attachedAt ?? now) >= Self.patience }
      .sorted { bot.probes[$0].attachedAt ?? 0 < bot.probes[$1].attachedAt ?? 0 }
      .prefix(most).map { $0 }
  }

  private func ranked(_ numbers: [Int], _ bot: CoverageBot) -> [Int] {
    // Most often nothing is known that would tell them apart: the order of their numbers then.
    let scored = numbers.map { (number: $0, score: score(bot.probes[$0])) }
    return scored.sorted { ($0.score, $1.number) > ($1.score, $0.number) }.map(\.number)
  }

  /// Expected new hits for each microsecond.
  private func score(_ probe: ExpectedProbe) -> Double {
    probe.prior / max(expectedCost(probe) / 1_000, 0.001)
  }

  private func expectedCost(_ probe: ExpectedProbe) -> Double {
    probe.prior * probe.expectedHits * hitCost + Self.attachCost
  }

  /// What attaching and removing one takes of our own, ns: it makes that a function which is not
  /// likely to be called scores less than one that is.
  private static let attachCost = 5_000.0
}
