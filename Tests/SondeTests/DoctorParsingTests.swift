import Testing

@testable import sonde

@Suite("What the doctor reads")
struct DoctorParsingTests {
  @Test("Capabilities are the bits of CapEff, not of its neighbours")
  func capabilities() throws {
    let status = "CapPrm:\t000001ffffffffff\nCapEff:\t0000008000080000\nCapBnd:\t0\n"
    let capabilities = try #require(Capabilities(status: status))
    #expect(Capabilities.Capability.allCases.filter(capabilities.has) == [.sysPtrace, .bpf])
    #expect(capabilities.lacking([.bpf, .perfmon, .sysPtrace]) == [.perfmon])
  }

  @Test("A status without capabilities gives none", arguments: ["", "CapEff:", "CapEff:\tzz\n"])
  func noCapabilities(_ status: String) {
    #expect(Capabilities(status: status) == nil)
  }

  @Test(
    "A release begins with two numbers, whatever follows",
    arguments: [
      ("6.1.0-18-amd64", 6, 1), ("5.17", 5, 17), ("5.17-rc8", 5, 17), ("10.0.1", 10, 0),
    ])
  func release(_ text: String, major: Int, minor: Int) {
    #expect(KernelRelease(text) == KernelRelease(major, minor))
  }

  @Test("What does not is no release", arguments: ["", "6", "six.one", ".1", "6.", "6.x"])
  func noRelease(_ text: String) {
    #expect(KernelRelease(text) == nil)
  }

  @Test("Releases are compared as numbers")
  func order() {
    #expect(KernelRelease(5, 9) < KernelRelease(5, 17))
    #expect(KernelRelease(5, 99) < KernelRelease(6, 0))
  }

  @Test("Of mounts, the innermost holds a path, and of those the last")
  func mounts() {
    let mounts = Mount.all(
      """
      1 0 8:1 / / rw - ext4 /dev/sda rw
      2 1 8:2 / /data rw shared:1 master:2 - xfs /dev/sdb rw,noquota
      3 1 0:9 / /data rw - nfs4 server:/ rw
      4 1 0:9 / /with\\040space rw - tmpfs none rw
      nonsense
      """)
    #expect(Mount.holding("/data", in: mounts)?.type == "nfs4")
    #expect(Mount.holding("/data/x", in: mounts)?.type == "nfs4")
    #expect(Mount.holding("/database", in: mounts)?.type == "ext4")
    #expect(Mount.holding("/with space/x", in: mounts)?.type == "tmpfs")
    #expect(mounts[1].options == ["rw", "noquota"])
    #expect(mounts.count == 4)
  }
}
