import Coverage
import Foundation
import Probes

@testable import sonde

/// A machine made of files, sound unless a test breaks it.
final class FakeHost {
  let root: URL
  var features = Doctor.KernelFeatures(
    ringBuffer: .yes(""), loopHelper: .yes(""), runStatistics: .yes(""))
  var trial = KernelTrial.sound

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "host-\(UUID().uuidString)")
    try write("Name:\tsonde\nCapEff:\t000001ffffffffff\n", to: "proc/self/status")
    try write("Limit Soft Limit\nMax locked memory 65536 65536 bytes\n", to: "proc/self/limits")
    try mount("ext4")
    try link("proc/self/ns/user", to: "user:[4026531837]")
    try link("proc/self/ns/pid", to: "pid:[4026531836]")
    try write("6.1.0-18-amd64\n", to: "proc/sys/kernel/osrelease")
    try write("0\n", to: "proc/sys/kernel/bpf_stats_enabled")
    try write("some avg10=0.00\n", to: "proc/pressure/cpu")
    try write("cpu io memory\n", to: "sys/fs/cgroup/cgroup.controllers")
    try write([0x9f, 0xeb, 1, 0], to: "sys/kernel/btf/vmlinux")
  }

  deinit {
    try? FileManager.default.removeItem(at: root)
  }

  var doctor: Doctor {
    Doctor(
      host: HostFiles(
        proc: root.appending(path: "proc").path, sys: root.appending(path: "sys").path),
      features: features, trial: trial, databasePath: root.appending(path: "sonde.db").path)
  }

  /// What the doctor finds here.
  func findings() -> [Finding] {
    // The files go with this object.
    withExtendedLifetime(self) { doctor.findings() }
  }

  /// What the check of this name found.
  func finding(_ name: String) -> Finding? {
    findings().first { $0.name == name }
  }

  // MARK: Breaking it

  func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    let file = root.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func link(_ path: String, to target: String) throws {
    let file = root.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? FileManager.default.removeItem(at: file)
    try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: target)
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(at: root.appending(path: path))
  }

  /// Puts everything on one file system, below /proc.
  func mount(_ type: String, processFileOptions: String = "rw") throws {
    try write(
      """
      21 1 8:1 / / rw - \(type) /dev/root rw
      22 21 0:20 / /proc rw shared:5 - proc proc \(processFileOptions)

      """, to: "proc/self/mountinfo")
  }

  /// Holds these capabilities and no others, by their numbers.
  func hold(_ capabilities: Int...) throws {
    let bits = capabilities.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
    try write("CapEff:\t\(String(bits, radix: 16))\n", to: "proc/self/status")
  }

  /// Changes what the trial of a hook came to.
  func find(_ hook: Hook, _ state: HookState, _ reason: String? = nil) {
    for index in trial.verdicts.indices where trial.verdicts[index].hook == hook {
      trial.verdicts[index] = HookVerdict(hook: hook, state: state, reason: reason, checkedAt: 1)
    }
  }

  /// No hook can be had.
  func refuse(_ reason: String) {
    for hook in Hook.allCases { find(hook, .unsupported, reason) }
  }
}

extension KernelTrial {
  static var sound: Self {
    Self(
      verdicts: Hook.allCases.map {
        HookVerdict(hook: $0, state: .verified, checkedAt: 1, latency: 1_500_000)
      }, milliseconds: 50)
  }
}
