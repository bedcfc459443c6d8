internal import CLibBPF
internal import CSondeWire
internal import Glibc

/// The probes that follow where the time of processes goes: beside those that follow the processes,
/// whose map they use and with whose exit records their sums go out.
final class TimeProbes {
  let object: ProbeObject
  private var links: [OpaquePointer] = []

  private static let atSwitches = ["on_times_switch"] + atWakeUps
  private static let atWakeUps = ["on_times_wakeup", "on_times_wakeup_new"]
  private static let atBeginnings = ["on_times_fork", "on_times_exec"]

  /// Maps of the lifecycle programs that these use too.
  static let sharedMaps = ["followed"]

  /// Opens the programs; they are loaded by whoever has ``object``.
  ///
  /// - Parameter lifecycle: the lifecycle programs, with the map that is shared.
  init(_ faults: HookFaults, beside lifecycle: ProbeObject) throws(ProbeError) {
    object = try ProbeObject(base64: timesObject)
    try object.check(layout: ProbeObject.timeLayout)
    for map in Self.sharedMaps { try object.share(map, with: lifecycle) }
    var waits = [UInt8](repeating: 0, count: Int(SONDE_SYSCALLS))
    sonde_fill_syscall_waits(&waits)
    try object.setGlobal("syscall_waits", waits)
    try object.setGlobal("silent_hooks", faults.silentBits)
  }

  /// What is said when they could not be loaded.
  static func explain(_ error: ProbeError) -> ProbeError {
    do throws(ProbeError) {
      try checkKernel()
      return error
    } catch {
      return error
    }
  }

  deinit {
    detach()
  }

  /// Attaches what ends an account: it must come before the lifecycle programs at the hook that both
  /// have, since these send what has been summed up by then.
  func attachEnds() throws(ProbeError) {
    try attach(Self.atSwitches)
  }

  /// Attaches what begins an account: once the lifecycle programs are there, which say whose.
  func attachBeginnings() throws(ProbeError) {
    try attach(Self.atBeginnings)
  }

  private func attach(_ programs: [String]) throws(ProbeError) {
    for name in programs {
      guard let link = bpf_program__attach(try object.program(name)) else {
        let number = errno
        detach()
        throw ProbeError(
          code: .cannotAttach,
          message: "cannot attach the probe \(name): \(String(cString: strerror(number)))")
      }
      links.append(link)
    }
  }

  func detach() {
    for link in links { bpf_link__destroy(link) }
    links = []
  }

  /// Begins accounts of what has come to be followed by a walk over tasks.
  func seed() throws(ProbeError) {
    let what = "walk over tasks (seed_times)"
    guard let link = bpf_program__attach_iter(try object.program("seed_times"), nil) else {
      throw ProbeObject.error(errno, doing: what)
    }
    try KernelWalk.run(link, doing: what) { _ in }
  }

  /// How long threads wait for processors the kernel counts itself, where it is configured to.
  private static func checkKernel() throws(ProbeError) {
    guard let btf = btf__load_vmlinux_btf() else { return }
    defer { btf__free(btf) }
    let id = btf__find_by_name_kind(btf, "sched_info", sonde_btf_struct)
    guard id > 0, btf__resolve_size(btf, UInt32(id)) > 0 else {
      throw ProbeError(
        code: .refused, message: "this kernel is built without CONFIG_SCHED_INFO")
    }
  }

  var programInfos: [bpf_prog_info] {
    (Self.atSwitches + Self.atBeginnings).compactMap(object.info(ofProgram:))
  }

  /// Those of the programs whose every run counts. A thread that wakes itself may be interrupted by
  /// what wakes another; the program that is skipped then would only have told whether the other
  /// began to wait while it was throttled.
  var countingInfos: [bpf_prog_info] {
    (["on_times_switch"] + Self.atBeginnings).compactMap(object.info(ofProgram:))
  }
}
