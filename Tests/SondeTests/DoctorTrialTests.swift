import Glibc
import Probes
import Testing

@testable import sonde

@Suite("The doctor's trial of the kernel")
struct DoctorTrialTests {
  @Test("Sees each turn in the life of a family of processes", .enabled(if: geteuid() == 0))
  func sees() throws {
    guard case .loaded(let observation) = KernelTrial.run() else {
      Issue.record("the kernel programs were refused")
      return
    }
    var sighting = try observation.sighting.get()
    sighting.milliseconds = 0
    #expect(sighting == .expected)
    guard case .found = observation.walk else {
      Issue.record("nothing was found: \(observation.walk)")
      return
    }
  }

  @Test("Ends with a reason where nothing is allowed", .enabled(if: geteuid() != 0))
  func refused() {
    guard case .refused(let error) = KernelTrial.run() else {
      Issue.record("the kernel programs were not refused")
      return
    }
    #expect(error.code == .notPermitted)
  }
}
