import Coverage
import Logging
import Probes
import Procfs

/// What happened when each of sonde's hooks was given something to tell of.
struct KernelTrial {
  /// What came of each.
  var verdicts: [HookVerdict]
  var milliseconds: Int

  /// Tries them all, and lets go of everything. What is found is not stored.
  static func run() -> KernelTrial {
    let start = Clocks.boot()
    let quiet = Logger(label: "sonde.doctor") { _ in SwiftLogNoOpLogHandler() }
    let verdicts = HookCoverage(store: nil, log: quiet).run()
    return KernelTrial(
      verdicts: verdicts, milliseconds: Int((Clocks.boot() - start) / 1_000_000))
  }

  /// Why no hook can be had; `nil` when one can.
  var refusal: String? {
    guard verdicts.allSatisfy({ $0.state == .unsupported }) else { return nil }
    return verdicts.first?.reason ?? "nothing was tried"
  }
}
