import Foundation
import Procfs
import Testing

@Suite("Details of a process")
struct ProcessDetailsTests {
  @Test("Everything is read from the tree that is given")
  func golden() throws {
    let proc = try FakeProc([
      "7/stat": Self.stat(pid: 7, comm: "a) (b c", state: "S", threads: 3, start: 187_970),
      "7/cmdline": "tool\0--in\0a b\0", "7/environ": "A=1\0B=\0",
    ])
    try proc.link("7/exe", to: "/usr/bin/tool (deleted)")
    try proc.link("7/cwd", to: "/data (x)")
    let details = try #require(ProcessDetails.read(pid: 7, root: proc.path))
    #expect(details.pid == 7)
    #expect(details.comm == "a) (b c")
    #expect(details.state == "S")
    #expect(details.parent == 41)
    #expect(details.threads == 3)
    #expect((details.userTicks, details.systemTicks) == (11, 13))
    #expect(details.startTicks == 187_970)
    #expect(details.arguments == Array("tool\0--in\0a b\0".utf8))
    #expect(details.environment == Array("A=1\0B=\0".utf8))
    #expect(details.executable == "/usr/bin/tool")
    #expect(details.isExecutableDeleted)
    #expect(details.cwd == "/data (x)")
  }

  @Test("A kernel thread has neither arguments nor an executable")
  func kernelThread() throws {
    let proc = try FakeProc(["2/stat": Self.stat(pid: 2, comm: "kthreadd"), "2/cmdline": ""])
    let details = try #require(ProcessDetails.read(pid: 2, root: proc.path))
    #expect(details.arguments.isEmpty)
    #expect(details.environment == nil)
    #expect(details.executable.isEmpty && !details.isExecutableDeleted)
    #expect(details.cwd.isEmpty)
  }

  @Test("Long blocks are cut at the limit")
  func limit() throws {
    let proc = try FakeProc(["7/stat": Self.stat(pid: 7)])
    try proc.write([UInt8](repeating: 1, count: 10_000), to: "7/cmdline")
    let details = try #require(ProcessDetails.read(pid: 7, root: proc.path, blockLimit: 5000))
    #expect(details.arguments.count == 5000)
  }

  @Test(
    "A process whose status is not understood is not there",
    arguments: [
      "", "7", "7 (x", "7 )x(", "7 (x) S", "x (x) S 1 1", "7 (x) SS 1", "\u{0}\u{0}",
      stat(pid: 7).replacing("(x) R 41", with: "(x) R y"),
      stat(pid: 7).replacing("11 13", with: "-11 13"),
      stat(pid: 7).replacing("11 13", with: "99999999999999999999 13"),
    ])
  func garbage(_ stat: String) throws {
    let proc = try FakeProc(["7/stat": stat, "7/cmdline": "x\0"])
    #expect(ProcessDetails.read(pid: 7, root: proc.path) == nil)
    #expect(!ProcessDetails.isAlive(pid: 7, startBoottimeNanoseconds: 0, root: proc.path))
  }

  @Test("A status of random bytes is not there either")
  func randomBytes() throws {
    let proc = try FakeProc()
    var generator = SplitMix(state: 7)
    let alphabet = Array("0123456789 ()\n-RSZ".utf8) + [0, 0xFF]
    for _ in 0..<200 {
      let bytes = (0..<80).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      try proc.write(bytes, to: "7/stat")
      try proc.write(bytes, to: "7/cmdline")
      _ = ProcessDetails.read(pid: 7, root: proc.path)
    }
  }

  @Test("A process that is gone has no details")
  func gone() throws {
    let proc = try FakeProc()
    #expect(ProcessDetails.read(pid: 7, root: proc.path) == nil)
    #expect(ProcessDetails.read(pid: -1) == nil)
    #expect(ProcessDetails.startBoottimeNanoseconds(pid: 7, root: proc.path) == nil)
  }

  @Test(
    "Alive is who started at that time, give or take a tick, and has not ended",
    arguments: [
      ("S", 1, 5_000_000_000, true), ("S", 1, 5_009_999_999, true), ("S", 1, 5_019_999_999, true),
      ("S", 1, 4_990_000_000, true), ("S", 1, 5_020_000_000, false),
      ("S", 1, 4_989_999_999, false), ("S", 1, .max, false), ("S", 1, 0, false),
      ("Z", 1, 5_000_000_000, false), ("X", 1, 5_000_000_000, false),
      ("x", 0, 5_000_000_000, false),
      ("Z", 2, 5_000_000_000, true),  // only its first thread has ended
    ] as [(String, Int, UInt64, Bool)])
  func liveness(state: String, threads: Int, start: UInt64, isAlive: Bool) throws {
    let proc = try FakeProc([
      "7/stat": Self.stat(pid: 7, state: state, threads: threads, start: 500)
    ])
    #expect(
      ProcessDetails.isAlive(pid: 7, startBoottimeNanoseconds: start, root: proc.path) == isAlive)
    #expect(
      ProcessDetails.startBoottimeNanoseconds(pid: 7, root: proc.path) == 5_000_000_000)
  }

  @Test("The process of this test is found alive with its own arguments and directory")
  func thisProcess() throws {
    let pid = getpid()
    let details = try #require(ProcessDetails.read(pid: pid))
    #expect(details.pid == pid)
    #expect(details.parent == getppid())
    #expect(details.threads >= 1)
    #expect(details.cwd == FileManager.default.currentDirectoryPath)
    #expect(details.executable.hasPrefix("/") && !details.isExecutableDeleted)
    #expect(details.arguments.starts(with: (CommandLine.arguments.first ?? "").utf8))
    #expect(details.environment != nil)
    let start = try #require(ProcessDetails.startBoottimeNanoseconds(pid: pid))
    #expect(start <= Clocks.boot())
    #expect(ProcessDetails.isAlive(pid: pid, startBoottimeNanoseconds: start))
    #expect(!ProcessDetails.isAlive(pid: pid, startBoottimeNanoseconds: start + 1_000_000_000))
  }

  private static func stat(
    pid: Int, comm: String = "x", state: String = "R", threads: Int = 1, start: Int = 187
  ) -> String {
    "\(pid) (\(comm)) \(state) 41 7 7 0 -1 4194304 99 0 0 0 11 13 0 0 20 0 \(threads) 0 \(start) "
      + "3133440 414 18446744073709551615 1 1 0 0 0\n"
  }
}
