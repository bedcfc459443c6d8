import Foundation
import Logging
import MetricsTestKit
import Probes
import Testing

@testable import Coverage

extension LoopTests {
  @Suite("On this kernel")
  struct HooksKernelTests {
    @Test("Every hook is heard, end to end, in a turn of its own, and nothing is left behind")
    func all() {
      let before = Leftovers()
      var verdicts: [HookVerdict] = []
      let told = ToldInMemory {
        verdicts = HookCoverage(faults: HookFaults(), store: nil, log: $0).run()
      }
      #expect(verdicts.map(\.hook) == Hook.allCases)
      for verdict in verdicts {
        #expect(verdict.state == .verified, "\(verdict)")
        #expect(verdict.latency ?? 0 > 0, "\(verdict)")
      }
      let steps = told.named("UnifiedPipeline.step")
      #expect(
        steps.map { $0.text("ebpf_bot.pipeline.outcome") }
          == Hook.allCases.map { _ in "hit" } + ["covered"])
      #expect(
        steps.map { $0.text("ebpf_bot.probe.name") }.prefix(Hook.allCases.count)
          == Hook.allCases.map(\.rawValue)[...])
      #expect(told.metrics.counterTotal(label: "ebpf_bot_errors_total") == 0)
      #expect(Leftovers() == before)
    }

    @Test("A hook that is made silent is silent, and no other is", arguments: Hook.allCases)
    func silent(hook: Hook) {
      var faults = HookFaults()
      faults.silent = [hook]
      let verdicts = HookCoverage(faults: faults, store: nil, log: .quiet)
        .run(listening: .milliseconds(500))
      for verdict in verdicts {
        #expect(verdict.state == (verdict.hook == hook ? .silent : .verified), "\(verdict)")
      }
    }

    /// Others that stand on a hook: what follows processes, and what their ends are told by.
    static let dependents: [Hook: Set<Hook>] = [
      .seed: Set(Hook.ofProcesses + Hook.ofFiles + [.times]),
      // They are what forgets processes too: a later one may be taken for one that has ended.
      .exit: Set(Hook.ofProcesses + Hook.ofFiles + [.times]),
      .switch: Set(Hook.ofProcesses + Hook.ofFiles + [.times]),
    ]

    @Test(
      "One that is refused is not attached, and what does not stand on it is heard",
      arguments: Hook.allCases)
    func refused(hook: Hook) {
      var faults = HookFaults()
      faults.refused = [hook]
      let verdicts = HookCoverage(faults: faults, store: nil, log: .quiet)
        .run(listening: .milliseconds(500))
      let dependents = Self.dependents[hook] ?? []
      for verdict in verdicts {
        if verdict.hook == hook {
          #expect(verdict.state == (hook == .function ? .degraded : .loadable), "\(verdict)")
        } else if !dependents.contains(verdict.hook) {
          #expect(verdict.state == .verified, "\(hook) is refused: \(verdict)")
        }
      }
    }
  }
}

extension Logger {
  /// Says nothing.
  static var quiet: Logger { Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() } }
}

/// What this process has that could be left behind: children, descriptors, control groups.
private struct Leftovers: Equatable {
  let children: String
  let programs: Int
  let groups: [String]

  init() {
    let own = "/proc/self/task/\(getpid())/children"
    children = (try? String(contentsOfFile: own, encoding: .utf8)) ?? ""
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    programs =
      names.filter {
        let target = try? FileManager.default.destinationOfSymbolicLink(
          atPath: "/proc/self/fd/\($0)")
        return target?.contains("bpf") ?? false
      }.count
    let mounts = (try? String(contentsOfFile: "/proc/mounts", encoding: .utf8)) ?? ""
    let root = OutOfMemoryGroup.place(in: mounts)?.root
    groups =
      root.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) }?
      .filter { $0.hasPrefix("sonde-hooks-") } ?? []
  }
}
