import Testing

@testable import Procfs

@Suite("Clocks")
struct ClocksTests {
  @Test("The offset comes from the attempt with the shortest gap")
  func shortestGap() {
    // Each attempt reads the time since boot, the real time, and the time since boot again.
    var boot: [Int64] = [0, 1000, 2000, 2010, 3000, 3500, 4000, 4500, 5000, 5900]
    var realtime: [Int64] = [900, 1_002_005, 1, 2, 3]
    let offset = Clocks.realtimeOffset(
      boot: { boot.removeFirst() }, realtime: { realtime.removeFirst() })
    #expect(offset == 1_000_000)
    #expect(boot.isEmpty && realtime.isEmpty)
  }

  @Test("A time since boot and the offset make the real time")
  func thisHost() {
    let offset = Clocks.realtimeOffset()
    let before = Clocks.realtime()
    let between = Int64(Clocks.boot()) + offset
    let after = Clocks.realtime()
    #expect(before - 1_000_000 <= between && between <= after + 1_000_000)
  }

  @Test(
    "An id of the boot has 36 characters of a UUID",
    arguments: [
      ("58bc7e43-9460-45a8-af60-5f51aba6665b\n", "58bc7e43-9460-45a8-af60-5f51aba6665b"),
      ("58bc7e43\n", nil), ("", nil), ("58bc7e43-9460-45a8-af60-5f51aba6665x\n", nil),
    ] as [(String, String?)])
  func bootID(content: String, id: String?) throws {
    let proc = try FakeProc(["sys/kernel/random/boot_id": content])
    #expect(Clocks.bootID(root: proc.path) == id)
    #expect(Clocks.bootID() != nil)
  }
}
