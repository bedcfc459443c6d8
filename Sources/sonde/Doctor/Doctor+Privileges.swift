extension Doctor {
  /// How the capabilities are had.
  private static let granting =
    "run as root, or give the program its capabilities: "
    + "setcap cap_bpf,cap_perfmon,cap_sys_ptrace+ep SONDE"

  /// /proc/self/ns has these numbers for the namespaces that exist from boot
  /// (include/linux/proc_ns.h: PROC_USER_INIT_INO and PROC_PID_INIT_INO).
  private static let firstUserNamespace = "user:[4026531837]"
  private static let firstProcessNamespace = "pid:[4026531836]"

  /// Whether BPF programs may be loaded.
  func privileges() -> Finding {
    let name = "privileges"
    guard let capabilities else {
      return Finding(
        name, .required,
        .missing("\(host.proc)/self/status has no CapEff", mend: "mount /proc"))
    }
    let lacking = capabilities.lacking([.bpf, .perfmon])
    guard lacking.isEmpty else {
      let names = lacking.map(\.name).joined(separator: " and ")
      return Finding(name, .required, .missing("without \(names)", mend: Self.granting))
    }
    if let namespace = host.link("\(host.proc)/self/ns/user"),
      namespace != Self.firstUserNamespace
    {
      return Finding(
        name, .required,
        .missing(
          "\(namespace): capabilities that count in a user namespace only",
          mend: "run outside of rootless containers, as the machine's own root"))
    }
    let held = Capabilities.Capability.allCases.filter(capabilities.has).map(\.name)
    return Finding(name, .required, .ok(held.joined(separator: ", ")))
  }

  /// Whether /proc tells of other users' processes.
  func otherProcesses() -> Finding {
    let name = "other users' processes"
    guard capabilities?.has(.sysPtrace) == true else {
      return Finding(
        name, .optional,
        .degraded(
          "without CAP_SYS_PTRACE: of what was running before, neither program nor directory is "
            + "known",
          mend: Self.granting))
    }
    return Finding(name, .optional, .ok("CAP_SYS_PTRACE"))
  }

  /// Whether process ids here are the kernel's own.
  func processNamespace() -> Finding {
    let name = "process ids"
    guard let namespace = host.link("\(host.proc)/self/ns/pid") else {
      return Finding(
        name, .optional,
        .degraded("\(host.proc)/self/ns/pid cannot be read", mend: "mount /proc"))
    }
    guard namespace == Self.firstProcessNamespace else {
      return Finding(
        name, .optional,
        .degraded(
          "\(namespace): a container's, which differ from those that the kernel programs see",
          mend: "run in the machine's own namespace: docker run --pid=host"))
    }
    return Finding(name, .optional, .ok("the machine's own (\(namespace))"))
  }

  /// Before 5.11 the kernel counted BPF maps as locked memory.
  func lockedMemory() -> Finding {
    let name = "locked memory"
    let limit = (try? host.text("\(host.proc)/self/limits")).flatMap(Self.lockedMemoryLimit)
    guard let release, release < KernelRelease(5, 11) else {
      return Finding(name, .optional, .ok("not limited for BPF since kernel 5.11"))
    }
    guard limit == "unlimited" else {
      return Finding(
        name, .optional,
        .degraded(
          "limit \(limit.map { "\($0) bytes" } ?? "unknown"), and kernel \(release) counts BPF maps",
          mend: "ulimit -l unlimited, or LimitMEMLOCK=infinity in the unit"))
    }
    return Finding(name, .optional, .ok("unlimited"))
  }

  /// The soft limit in the text of `/proc/PID/limits`, whose columns are wide and have no names
  /// without spaces.
  static func lockedMemoryLimit(_ limits: String) -> String? {
    let label = "Max locked memory"
    let line = limits.split(separator: "\n").first { $0.hasPrefix(label) }
    return line?.dropFirst(label.count).split(separator: " ").first.map(String.init)
  }
}
