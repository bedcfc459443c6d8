import Foundation
import Procfs
import Testing

@Suite("Control groups")
struct ControlGroupsTests {
  @Test(
    "The unified hierarchy counts, or the memory controller's where that is not used",
    arguments: [
      ("0::/user.slice/a.scope\n", "/user.slice/a.scope"),
      ("0::/\n", "/"),
      ("0::/a (deleted)\n", "/a"),
      ("0::/a:b::c\n", "/a:b::c"),
      ("9:name=systemd:/s\n4:memory:/m\n1:cpu,cpuacct:/c\n0::/\n", "/m"),
      ("4:cpu,memory:/m\n0::/u\n", "/u"),
      ("4:memory:/m\n", "/m"),
      ("4:memory:/\n0::/\n", "/"),
      ("1:cpu:/c\n0::/\n", "/"),
      ("1:cpu:/c\n", nil),
      ("0:memory:/m\n", "/m"),
      ("", nil), ("0:", nil), ("0::", nil), ("::::", nil), ("0::relative", nil), ("\u{0}", nil),
    ] as [(String, String?)])
  func paths(content: String, path: String?) throws {
    let proc = try FakeProc(["7/cgroup": content])
    #expect(ControlGroups(root: proc.path).path(pid: 7) == path)
  }

  @Test("A process that is gone is in no group")
  func gone() throws {
    let proc = try FakeProc()
    #expect(ControlGroups(root: proc.path).path(pid: 7) == nil)
  }

  @Test("The process of this test is in a group")
  func thisProcess() throws {
    #expect(ControlGroups().path(pid: getpid())?.hasPrefix("/") != false)
  }
}
