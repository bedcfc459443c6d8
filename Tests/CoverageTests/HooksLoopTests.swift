import InMemoryTracing
import Logging
import MetricsTestKit
import Probes
import Store
import Testing
import Tracing

@testable import Coverage

extension LoopTests {
  @Suite("The loop over them")
  struct HooksLoopTests {
    /// A hook of each nature, and what is to be said of it.
    static let natures: [(SimulatedHooks.Nature, HookState, reason: String?)] = [
      (.heard(latency: 5), .verified, nil),
      (.lacking("one by one"), .degraded, "one by one"),
      (.silent, .silent, "attached and triggered, and nothing was heard"),
      (.untriggered("no memory cgroup"), .attached, "no memory cgroup"),
      (.refused("no such hook"), .loadable, "no such hook"),
      (.absent("not loaded"), .unsupported, "not loaded"),
    ]

    @Test("Each hook ends in the state that it is in")
    func states() {
      let (verdicts, ground, _) = Self.run(Self.natures.map(\.0))
      #expect(verdicts.map(\.state) == Self.natures.map(\.1))
      #expect(verdicts.map(\.reason) == Self.natures.map(\.reason))
      #expect(verdicts.map(\.latency) == [5, nil, nil, nil, nil, nil])
      #expect(ground.removed == [2, 3])
    }

    @Test("One hook is tried in a turn, each for its whole time, and none twice")
    func turns() {
      let (_, ground, told) = Self.run(Self.natures.map(\.0))
      #expect(ground.waits.filter { $0 == .seconds(3) }.count == 6)
      let chosen = told.named("ProbeInjector.attach").map { $0.text("ebpf_bot.probe.name") }
      #expect(chosen == ["fork", "exec", "exit", "switch", "exec_failed", "signal"])
    }

    @Test("All seven components are spans of one trace, around the steps the pipeline's run")
    func spans() {
      let (_, _, told) = Self.run([.heard(latency: 1), .heard(latency: 2)])
      #expect(told.roots.map(\.operationName) == ["UnifiedPipeline.run"])
      let steps = told.named("UnifiedPipeline.step")
      #expect(steps.count == 3)
      #expect(
        steps.map { $0.text("ebpf_bot.pipeline.outcome") } == ["hit", "hit", "covered"])
      let parts = Set(told.spans.map(\.operationName))
      #expect(
        parts == [
          "UnifiedPipeline.run", "UnifiedPipeline.step", "CoverageBot.coverage_map",
          "CoverageOrchestrator.next_probe", "ProbeInjector.attach", "SignalReceiver.receive",
          "SignalProcessor.process", "SignalStore.store",
        ])
      for span in told.spans where !span.operationName.hasPrefix("UnifiedPipeline.") {
        let parent = told.parent(of: span)?.operationName
        let isLast = span.operationName == "SignalStore.store" && parent == "UnifiedPipeline.run"
        #expect(parent == "UnifiedPipeline.step" || isLast, "\(span.operationName)")
      }
      let run = told.roots.first
      #expect(run?.text("ebpf_bot.coverage.expected") == "2")
      #expect(run?.text("ebpf_bot.coverage.hit") == "2")
    }

    @Test("Decisions, their latency and errors are counted")
    func metrics() throws {
      let (_, _, told) = Self.run(Self.natures.map(\.0))
      #expect(try told.metrics.expectCounter("ebpf_bot_decisions_total").totalValue == 7)
      #expect(try told.metrics.expectRecorder("ebpf_bot_decision_latency_ms").values.count == 7)
      // The refused one and the absent one.
      #expect(try told.metrics.expectCounter("ebpf_bot_errors_total").totalValue == 2)
    }

    @Test("A refusal is said in the log, and with its reason in a span's event")
    func refusals() throws {
      let (_, _, told) = Self.run([.refused("no such hook")])
      #expect(told.lines.map(\.message) == ["refused"])
      #expect(told.lines.map(\.level) == [.warning])
      let event = try #require(told.named("ProbeInjector.attach").first?.events.first)
      #expect(event.name == "refused")
      let reason = event.attributes.get("ebpf_bot.decision.reason")
      #expect(reason == .string("no such hook"))
    }

    @Test("Where no hook can be had, the cycle ends, with a step for each")
    func nothing() {
      let (verdicts, _, told) = Self.run(Array(repeating: .absent("needs root"), count: 3))
      #expect(verdicts.allSatisfy { $0.state == .unsupported && $0.reason == "needs root" })
      #expect(told.named("UnifiedPipeline.step").count == 3)
      #expect(told.roots.first?.text("ebpf_bot.coverage.expected") == "0")
    }

    // MARK: Helpers

    private static func run(
      _ natures: [SimulatedHooks.Nature]
    ) -> (verdicts: [HookVerdict], ground: SimulatedHooks, told: ToldInMemory) {
      let ground = SimulatedHooks(natures)
      var verdicts: [HookVerdict] = []
      let told = ToldInMemory { log in
        let store = (try? CoverageWriter()).map { SignalStore(writer: $0, bootOffset: 0) }
        verdicts =
          HookCoverage(
            ground: ground, facts: ground, hooks: Array(Hook.allCases.prefix(natures.count)),
            store: store, log: log, now: { 500 }
          ).run(listening: .seconds(3))
      }
      return (verdicts, ground, told)
    }
  }
}
