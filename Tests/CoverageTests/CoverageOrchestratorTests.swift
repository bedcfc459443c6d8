import Coverage
import Logging
import Testing

extension LoopTests {
  @Suite("Which probes are chosen")
  struct CoverageOrchestratorTests {
    private static let second: UInt64 = 1_000_000_000

    @Test("All are attached at once while the budget lasts, in their order")
    func all() {
      let (bot, orchestrator) = Self.expecting(100)
      let decision = orchestrator.nextProbe(bot, after: Spending(), now: 0)
      #expect(decision.action == .attach)
      #expect(decision.probes == Array(0..<100))
      #expect(decision.candidates == 100)
      #expect(decision.replaced.isEmpty)
    }

    @Test("Those that earlier coverages saw come first, those that cost much last")
    func ranking() {
      let (bot, orchestrator) = Self.expecting(4)
      bot.setPrior(1, ProbePrior(probability: 0.9, hits: 1))
      bot.setPrior(2, ProbePrior(probability: 0.9, hits: 100_000))
      bot.setPrior(3, ProbePrior(probability: 0.01, hits: 1))
      #expect(orchestrator.nextProbe(bot, after: Spending(), now: 0).probes == [1, 0, 3, 2])
    }

    @Test("When the budget is exceeded the worse half is deferred, then half of what is left")
    func deferral() {
      let (bot, orchestrator) = Self.expecting(9)
      Self.carryOut(orchestrator.nextProbe(bot, after: Spending(), now: 0), on: bot)
      let first = orchestrator.nextProbe(
        bot, after: Spending(hits: 1, nanoseconds: 2 * Self.second), now: 1)
      #expect(first.action == .defer)
      #expect(first.probes == [8, 7, 6, 5, 4])
      Self.carryOut(first, on: bot)
      let more = Spending(hits: 1, nanoseconds: 1_000)
      let second = orchestrator.nextProbe(bot, after: more, now: 2)
      #expect(second.action == .defer)
      #expect(second.probes == [3, 2])
      #expect(second.why.hasPrefix("the budget is exceeded by"))
      // What is left costs less than there comes: it stays, though the budget has yet to recover.
      let third = orchestrator.nextProbe(bot, after: Spending(), now: 3)
      #expect(third.action == .wait)
      #expect(third.why == "the budget is spent, but what is attached costs less than it")
    }

    @Test("The last probe stays, whatever was spent")
    func last() {
      let (bot, orchestrator) = Self.expecting(1)
      Self.carryOut(orchestrator.nextProbe(bot, after: Spending(), now: 0), on: bot)
      let decision = orchestrator.nextProbe(
        bot, after: Spending(hits: 1, nanoseconds: 9 * Self.second), now: 1)
      #expect(decision.action == .wait)
    }

    @Test("With room again they come back by eighths, sixteen at the least")
    func recovery() {
      let (bot, orchestrator) = Self.expecting(400)
      for number in 0..<400 { bot.set(number, .deferred) }
      var sizes: [Int] = []
      for turn in 0..<6 {
        let decision = orchestrator.nextProbe(bot, after: Spending(), now: UInt64(turn))
        #expect(decision.action == .attach)
        sizes.append(decision.probes.count)
        Self.carryOut(decision, on: bot)
      }
      #expect(sizes == [50, 44, 39, 34, 30, 26])
      for number in 10..<400 { bot.set(number, .attached, at: 0) }
      for number in 0..<10 { bot.set(number, .deferred) }
      #expect(orchestrator.nextProbe(bot, after: Spending(), now: 7).probes.count == 10)
    }

    @Test("What waits for the budget waits until half of what may be spent at once is there")
    func waiting() {
      let (bot, orchestrator) = Self.expecting(2)
      bot.set(0, .attached, at: 0)
      bot.set(1, .deferred)
      let spent = Spending(hits: 1, nanoseconds: 300_000_000)
      let early = orchestrator.nextProbe(bot, after: spent, now: Self.second)
      #expect(early.action == .wait)
      #expect(early.why == "1 wait for the budget to recover")
      let late = orchestrator.nextProbe(bot, after: Spending(), now: 4 * Self.second)
      #expect(late.action == .attach)
      #expect(late.probes == [1])
    }

    /// Calls by processes that are not watched, between two decisions.
    static let foreign: [(calls: Int, isRetired: Bool)] = [(1_999, false), (2_000, true)]

    @Test("A probe that others run into all the time is given up", arguments: foreign)
    func retirement(calls: Int, isRetired: Bool) {
      let (bot, orchestrator) = Self.expecting(3)
      for number in 0..<3 { bot.set(number, .attached, at: 0) }
      // One that is not attached any more is not given up again.
      bot.set(2, .deferred)
      let spending = Spending(hits: 1, nanoseconds: 1, foreign: [1: calls, 2: calls])
      let decision = orchestrator.nextProbe(bot, after: spending, now: 1)
      #expect((decision.action == .retire) == isRetired)
      if isRetired { #expect(decision.probes == [1]) }
    }

    @Test("With no place left, those that were silent for a second make room, the longest first")
    func rotation() {
      let (bot, orchestrator) = Self.expecting(6, capacity: 3)
      for number in 0..<3 { bot.set(number, .attached, at: UInt64(3 - number) * 1_000) }
      let early = orchestrator.nextProbe(bot, after: Spending(), now: Self.second)
      #expect(early.action == .wait)
      #expect(early.why == "no more than 3 can be attached at a time")
      bot.set(0, .attached, at: 2 * Self.second)
      let late = orchestrator.nextProbe(bot, after: Spending(), now: 2 * Self.second)
      #expect(late.action == .rotate)
      #expect(late.replaced == [2, 1])
      #expect(late.probes == [3, 4])
    }

    @Test("It stops when nothing is missing, and waits when there may be more")
    func end() {
      let (bot, orchestrator) = Self.expecting(2)
      bot.set(0, .ineligible)
      bot.hit(1, at: 5, by: 1)
      #expect(orchestrator.nextProbe(bot, after: Spending(), now: 6).action == .stop)
      orchestrator.expectsMore = true
      let decision = orchestrator.nextProbe(bot, after: Spending(), now: 6)
      #expect(decision.action == .wait)
      #expect(decision.why == "nothing is missing so far")
    }

    // MARK: The whole loop

    @Test("A program that calls a new costly function all the time stays within the budget")
    func staysWithinTheBudget() throws {
      let clock = Clock()
      let ground = SimulatedProgram(cost: 10_000) { clock.now }
      ground.hitsEach = 1_000
      let pipeline = Self.pipeline(functions: 600, ground, clock)
      var actions: Set<Decision.Action> = []
      for turn in 0..<500 {
        ground.call([turn])
        actions.insert(try #require(pipeline.step()).decision.action)
        clock.now += 20_000_000
      }
      #expect(actions.isSuperset(of: [.attach, .defer]))
      // 5 % of the time that has passed, what may be spent at once, and the last turn's.
      let limit = 0.05 * Double(clock.now) + 400e6 + 10e6
      #expect(Double(ground.spent) <= limit)
      #expect(Double(ground.spent) > 400e6, "the budget was not used")
      #expect(pipeline.bot.summary[.hit] > 40)
      #expect(pipeline.probeTime <= ground.spent)
    }

    @Test("A cheap program is covered whole, and the loop ends by itself")
    func covered() throws {
      let clock = Clock()
      let ground = SimulatedProgram(cost: 1_000) { clock.now }
      let pipeline = Self.pipeline(functions: 50, ground, clock)
      ground.call(0..<25)
      #expect(try #require(pipeline.step()).hits.count == 25)
      ground.call(0..<50)
      #expect(try #require(pipeline.step()).hits.count == 25)
      #expect(pipeline.step() == nil)
      #expect(pipeline.bot.summary[.hit] == 50)
    }

    @Test("No more are attached at a time than there is room for, and all have their turn")
    func rotates() throws {
      let clock = Clock()
      let ground = SimulatedProgram(cost: 1_000) { clock.now }
      let pipeline = Self.pipeline(functions: 40, ground, clock, capacity: 8)
      var isCovered = false
      for _ in 0..<40 where !isCovered {
        ground.call(0..<40)
        isCovered = pipeline.step() == nil
        clock.now += 500_000_000
      }
      #expect(isCovered)
      #expect(ground.most <= 8)
    }

    @Test("What the system refuses is failed, or ineligible when it is for good")
    func refusals() throws {
      let clock = Clock()
      let ground = SimulatedProgram(cost: 1_000) { clock.now }
      ground.refused = [0: true, 1: false]
      let pipeline = Self.pipeline(functions: 3, ground, clock)
      _ = pipeline.step()
      #expect(pipeline.bot.probes.map(\.state) == [.ineligible, .failed, .attached])
      #expect(pipeline.bot.probes[1].reason == "refused")
    }

    // MARK: Helpers

    private final class Clock {
      var now: UInt64 = 1_000_000_000
    }

    private static func expecting(
      _ functions: Int, capacity: Int = 1_000
    ) -> (CoverageBot, CoverageOrchestrator) {
      let bot = CoverageBot()
      for number in 0..<functions {
        bot.expectFunction("f\(number)", object: 0, offset: UInt64(number) * 16)
      }
      return (
        bot,
        CoverageOrchestrator(
          budget: OverheadBudget(share: 0.05), capacity: capacity, hitCost: 2_000)
      )
    }

    private static func carryOut(_ decision: Decision, on bot: CoverageBot) {
      for number in decision.probes {
        switch decision.action {
        case .attach, .rotate: bot.set(number, .attached, at: 0)
        case .defer: bot.set(number, .deferred)
        case .retire: bot.set(number, .retired)
        case .wait, .stop: break
        }
      }
    }

    private static func pipeline(
      functions: Int, _ ground: SimulatedProgram, _ clock: Clock, capacity: Int = 1_000
    ) -> UnifiedPipeline {
      let (bot, orchestrator) = expecting(functions, capacity: capacity)
      return UnifiedPipeline(
        bot: bot, orchestrator: orchestrator, ground: ground, store: nil,
        log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), now: { clock.now })
    }
  }
}
