import Foundation
import Logging
import Probes
import Testing

@testable import Coverage

@Suite("Our own hooks, on this kernel", .enabled(if: geteuid() == 0), .serialized)
struct HooksKernelTests {
  @Test("Every hook is heard, end to end")
  func all() {
    let verdicts = HookCoverage(faults: HookFaults(), store: nil, log: Logger.quiet).run()
    #expect(verdicts.map(\.hook) == Hook.allCases)
    for verdict in verdicts {
      #expect(verdict.state == .verified, "\(verdict)")
      #expect((verdict.latency ?? 0) > 0, "\(verdict)")
    }
  }

  @Test("A hook that is made silent is silent, and no other is", arguments: Hook.allCases)
  func silent(hook: Hook) {
    var faults = HookFaults()
    faults.silent = [hook]
    let verdicts = HookCoverage(faults: faults, store: nil, log: Logger.quiet)
      .run(listening: .milliseconds(300))
    for verdict in verdicts {
      #expect(verdict.state == (verdict.hook == hook ? .silent : .verified), "\(verdict)")
    }
  }
}

extension Logger {
  /// Says nothing.
  static var quiet: Logger { Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() } }
}
