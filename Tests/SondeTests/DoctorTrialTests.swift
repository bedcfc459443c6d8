import Coverage
import Glibc
import Probes
import Testing

@testable import sonde

@Suite("The doctor's trial of the kernel")
struct DoctorTrialTests {
  @Test("Hears every hook", .enabled(if: geteuid() == 0))
  func hears() {
    let trial = KernelTrial.run()
    #expect(trial.verdicts.map(\.hook) == Hook.allCases)
    #expect(trial.verdicts.filter { $0.state != .verified } == [])
    #expect(trial.refusal == nil)
  }

  @Test("Ends with a reason where nothing is allowed", .enabled(if: geteuid() != 0))
  func refused() {
    #expect(KernelTrial.run().refusal == "needs root or CAP_BPF and CAP_PERFMON")
  }
}
