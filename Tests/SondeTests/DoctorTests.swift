import Coverage
import Foundation
import Probes
import Testing

@testable import sonde

@Suite("The doctor")
struct DoctorTests {
  @Test("A sound machine has nothing to mend")
  func sound() throws {
    let findings = try FakeHost().findings()
    // The disk of the machine that runs the test is its own.
    #expect(findings.filter { $0.outcome.mend != nil && $0.name != "database" } == [])
    #expect(DoctorReport(findings: findings).isHealthy)
  }

  @Test("No two checks share a name")
  func names() throws {
    let names = try FakeHost().findings().map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test("Each fault is found, and with it whether tracing is possible", arguments: Fault.all)
  func fault(_ fault: Fault) throws {
    let host = try FakeHost()
    try fault.inflict(host)
    let finding = try #require(host.finding(fault.check))
    #expect(finding.outcome.status == fault.status)
    #expect(finding.outcome.evidence.contains(fault.evidence), "\(finding.outcome.evidence)")
    #expect(finding.outcome.mend?.isEmpty == false)
    #expect(DoctorReport(findings: host.findings()).isHealthy == !fault.isFatal)
  }

  @Test("A machine without any of its files is still described")
  func empty() throws {
    let host = try FakeHost()
    try host.remove("proc")
    try host.remove("sys")
    let missing = host.findings().filter(\.isFatal).map(\.name)
    #expect(missing == ["privileges", "kernel", "BTF", "/proc"])
  }

  @Test("Nothing is said of features that could not be tried")
  func untried() throws {
    let host = try FakeHost()
    try host.hold()
    host.features.ringBuffer = .no(reason: "a misunderstanding")
    #expect(host.finding("ring buffer")?.outcome.evidence == "not tried: BPF may not be used")
  }

  @Test(
    "What would be a fault elsewhere is none where something makes up for it",
    arguments: Remedy.all)
  func remedy(_ remedy: Remedy) throws {
    let host = try FakeHost()
    try remedy.apply(host)
    let finding = try #require(host.finding(remedy.check))
    #expect(finding.outcome.status == "ok", "\(finding.outcome.evidence)")
  }
}

/// Something that is not as it should be, and what is to be said of it.
struct Fault: Sendable, CustomTestStringConvertible {
  let check: String
  let status: String
  let evidence: String
  let isFatal: Bool
  let inflict: @Sendable (FakeHost) throws -> Void

  init(
    _ check: String, _ status: String, _ evidence: String, isFatal: Bool = false,
    _ inflict: @escaping @Sendable (FakeHost) throws -> Void
  ) {
    self.check = check
    self.status = status
    self.evidence = evidence
    self.isFatal = isFatal
    self.inflict = inflict
  }

  var testDescription: String { "\(check): \(evidence)" }

  static let all = privileges + kernel + trials + surroundings

  private static let privileges = [
    Fault("privileges", "missing", "without CAP_BPF and CAP_PERFMON", isFatal: true) {
      try $0.hold(0, 19)
    },
    Fault("privileges", "missing", "without CAP_PERFMON", isFatal: true) { try $0.hold(39) },
    Fault("privileges", "missing", "user namespace", isFatal: true) {
      try $0.link("proc/self/ns/user", to: "user:[4026532177]")
    },
    Fault("other users' processes", "degraded", "CAP_SYS_PTRACE") { try $0.hold(38, 39) },
    Fault("process ids", "degraded", "a container's") {
      try $0.link("proc/self/ns/pid", to: "pid:[4026532178]")
    },
    Fault("locked memory", "degraded", "65536 bytes", isFatal: true) {
      try $0.write("5.10.0\n", to: "proc/sys/kernel/osrelease")
    },
  ]

  private static let kernel = [
    Fault("kernel", "missing", "5.16.9, older than 5.17", isFatal: true) {
      try $0.write("5.16.9\n", to: "proc/sys/kernel/osrelease")
    },
    Fault("kernel", "missing", "names no release", isFatal: true) {
      try $0.write("unknown\n", to: "proc/sys/kernel/osrelease")
    },
    Fault("BTF", "missing", "No such file", isFatal: true) {
      try $0.remove("sys/kernel/btf/vmlinux")
    },
    Fault("BTF", "missing", "is not BTF", isFatal: true) {
      try $0.write([], to: "sys/kernel/btf/vmlinux")
    },
    Fault("ring buffer", "missing", "unknown here", isFatal: true) {
      $0.features.ringBuffer = .no(reason: "unknown here")
    },
    Fault("bpf_loop", "missing", "unknown here", isFatal: true) {
      $0.features.loopHelper = .no(reason: "unknown here")
    },
    Fault("BPF statistics", "degraded", "forbidden") {
      $0.features.runStatistics = .no(reason: "forbidden")
    },
  ]

  private static let trials = [
    Fault("kernel programs", "missing", "cannot load: refused", isFatal: true) {
      $0.refuse("cannot load: refused")
    },
    Fault("hook exec", "degraded", "not tried", isFatal: true) { $0.refuse("no BTF") },
    Fault("hook oom", "degraded", "loadable: no such tracepoint; whether the out-of-memory") {
      $0.find(.oom, .loadable, "no such tracepoint")
    },
    Fault("hook seed", "missing", "silent; processes that were running", isFatal: true) {
      $0.find(.seed, .silent)
    },
    Fault("hook fork", "missing", "silent; who started a process", isFatal: true) {
      $0.find(.fork, .silent)
    },
    Fault("hook exec_failed", "degraded", "silent; which executions failed") {
      $0.find(.execFailed, .silent)
    },
    Fault("hook function", "degraded", "degraded: one by one") {
      $0.find(.function, .degraded, "one by one")
    },
    Fault("hook transfer", "degraded", "unsupported: no such helper; how much was read") {
      $0.find(.transfer, .unsupported, "no such helper")
    },
  ]

  private static let surroundings = [
    Fault("/proc", "missing", "No such file", isFatal: true) {
      try $0.remove("proc/self/mountinfo")
    },
    Fault("/proc", "degraded", "hidepid=invisible") {
      try $0.mount("ext4", processFileOptions: "rw,gid=4,hidepid=invisible")
      try $0.hold(38, 39)
    },
    Fault("pressure", "degraded", "No such file") { try $0.remove("proc/pressure/cpu") },
    Fault("control groups", "degraded", "version 1") {
      try $0.remove("sys/fs/cgroup/cgroup.controllers")
      try $0.write("", to: "sys/fs/cgroup/memory/tasks")
    },
    Fault("control groups", "degraded", "none") { try $0.remove("sys/fs/cgroup") },
    Fault("database", "degraded", "nfs4") { try $0.mount("nfs4") },
  ]
}

/// Something that only looks like a fault.
struct Remedy: Sendable, CustomTestStringConvertible {
  let check: String
  let testDescription: String
  let apply: @Sendable (FakeHost) throws -> Void

  static let all = [
    Remedy(check: "privileges", testDescription: "CAP_SYS_ADMIN stands for both") {
      try $0.hold(21)
    },
    Remedy(check: "privileges", testDescription: "CAP_BPF and CAP_PERFMON without root") {
      try $0.hold(38, 39)
    },
    Remedy(check: "/proc", testDescription: "CAP_SYS_PTRACE sees what is hidden") {
      try $0.mount("ext4", processFileOptions: "rw,hidepid=2")
    },
    Remedy(check: "/proc", testDescription: "hidepid=0 hides nothing") {
      try $0.mount("ext4", processFileOptions: "rw,hidepid=0")
      try $0.hold(38, 39)
    },
    Remedy(check: "locked memory", testDescription: "an old kernel without a limit") {
      try $0.write("5.4.0\n", to: "proc/sys/kernel/osrelease")
      try $0.write("Max locked memory  unlimited  unlimited  bytes\n", to: "proc/self/limits")
    },
    Remedy(check: "BPF statistics", testDescription: "on already") {
      try $0.write("1\n", to: "proc/sys/kernel/bpf_stats_enabled")
      $0.features.runStatistics = .no(reason: "forbidden")
    },
    Remedy(check: "hook oom", testDescription: "a kill that cannot be had here") {
      $0.find(.oom, .attached, "cannot be triggered here: no memory cgroup is mounted")
    },
    Remedy(check: "database", testDescription: "on a disk of its own below a shared root") {
      let root = $0.root.resolvingSymlinksInPath().path
      try $0.write(
        "21 1 0:9 / / rw - nfs4 server:/ rw\n30 21 8:2 / \(root) rw - ext4 /dev/sdb rw\n",
        to: "proc/self/mountinfo")
    },
  ]
}
