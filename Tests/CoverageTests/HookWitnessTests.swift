import CSondeWire
import Probes
import Testing

@testable import Coverage

@Suite("What proves that a hook is heard")
struct HookWitnessTests {
  @Test("A record that is none is counted, and proves nothing")
  func undecodable() {
    var witness = HookWitness(actor: 5)
    witness.add(UnsafeRawBufferPointer(start: nil, count: 0), from: .ring)
    #expect(witness.undecodable == 1)
    #expect(witness.heard.isEmpty)
  }

  @Test("The exit of our own child proves what its record tells, and that of another nothing")
  func exits() {
    for (pid, flags, expected): (UInt32, UInt16, [Hook: UInt64]) in [
      (5, 0, [.exit: 9, .switch: 9]),
      (5, UInt16(sonde_exit_flags.SONDE_EXIT_STATUS_MISSING.rawValue), [.switch: 9]),
      (5, UInt16(sonde_exit_flags.SONDE_EXIT_TOTALS_MISSING.rawValue), [.exit: 9]),
      (6, 0, [:]),
    ] {
      var witness = HookWitness(actor: 5)
      var record = sonde_exit()
      record.header.kind = UInt16(sonde_kind.SONDE_KIND_EXIT.rawValue)
      record.header.size = UInt32(MemoryLayout<sonde_exit>.size)
      record.header.pid = pid
      record.header.time = 9
      record.header.flags = flags
      record.status = 7 << 8
      record.totals.runtime = 1
      withUnsafeBytes(of: &record) { witness.add($0, from: .ring) }
      #expect(witness.heard == expected, "pid \(pid), flags \(flags)")
    }
  }
}
