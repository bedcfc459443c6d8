import Probes

extension Doctor {
  private static let oldestKernel = KernelRelease(5, 17)

  /// Whether the kernel is recent enough.
  func kernelRelease() -> Finding {
    let name = "kernel"
    let path = "\(host.proc)/sys/kernel/osrelease"
    guard let text = try? host.text(path), let release = KernelRelease(text) else {
      return Finding(
        name, .required, .missing("\(path) names no release", mend: "mount /proc"))
    }
    guard release >= Self.oldestKernel else {
      return Finding(
        name, .required,
        .missing("\(text), older than \(Self.oldestKernel)", mend: "boot a newer kernel"))
    }
    return Finding(name, .required, .ok(text))
  }

  /// Whether the kernel describes its types, against which the programs are relocated.
  func typeInformation() -> Finding {
    let name = "BTF"
    let mend = "use a kernel built with CONFIG_DEBUG_INFO_BTF"
    do {
      let path = "\(host.sys)/kernel/btf/vmlinux"
      let (bytes, size) = try host.beginning(path, count: 2)
      // The magic number 0xeb9f, in this machine's order.
      guard bytes == [0x9f, 0xeb] || bytes == [0xeb, 0x9f] else {
        return Finding(name, .required, .missing("\(path) is not BTF", mend: mend))
      }
      return Finding(name, .required, .ok("\(path), \(Self.bytes(size))"))
    } catch {
      return Finding(name, .required, .missing("\(error)", mend: mend))
    }
  }

  /// A feature of BPF that came with a release.
  func feature(_ name: String, _ answer: FeatureProbe.Answer, since release: String) -> Finding {
    guard mayUseBPF else {
      return Finding(
        name, .required,
        .degraded("not tried: BPF may not be used", mend: "mend the privileges first"))
    }
    switch answer {
    case .yes: return Finding(name, .required, .ok("works"))
    case .no(let reason):
      return Finding(
        name, .required, .missing(reason, mend: "boot kernel \(release) or later"))
    }
  }

  /// Whether the kernel can say what the programs cost.
  func runStatistics() -> Finding {
    let name = "BPF statistics"
    let setting = try? host.text("\(host.proc)/sys/kernel/bpf_stats_enabled")
    if setting == "1" { return Finding(name, .optional, .ok("on")) }
    switch features.runStatistics {
    case .yes: return Finding(name, .optional, .ok("off, can be switched on"))
    case .no(let reason):
      return Finding(
        name, .optional,
        .degraded(
          "what the kernel programs cost cannot be measured: \(reason)",
          mend: "grant CAP_SYS_ADMIN, or sysctl kernel.bpf_stats_enabled=1"))
    }
  }
}
