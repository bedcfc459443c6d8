/// What a process may do beyond what its user may.
struct Capabilities: Equatable {
  /// The capabilities that matter here, with the kernel's numbers (linux/capability.h).
  enum Capability: Int, CaseIterable {
    case sysPtrace = 19
    case sysAdmin = 21
    case perfmon = 38
    case bpf = 39

    /// The name as manuals write it.
    var name: String {
      switch self {
      case .sysPtrace: "CAP_SYS_PTRACE"
      case .sysAdmin: "CAP_SYS_ADMIN"
      case .perfmon: "CAP_PERFMON"
      case .bpf: "CAP_BPF"
      }
    }
  }

  private let bits: UInt64

  /// - Parameter status: the text of `/proc/PID/status`.
  init?(status: String) {
    let field = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
    guard let text = field?.dropFirst("CapEff:".count).drop(while: \.isWhitespace),
      let bits = UInt64(text, radix: 16)
    else { return nil }
    self.bits = bits
  }

  func has(_ capability: Capability) -> Bool {
    bits >> UInt64(capability.rawValue) & 1 == 1
  }

  /// Which of `capabilities` are not held. CAP_SYS_ADMIN stands for the two that were split off
  /// it in 5.8.
  func lacking(_ capabilities: [Capability]) -> [Capability] {
    capabilities.filter { capability in
      let isCovered = [.bpf, .perfmon].contains(capability) && has(.sysAdmin)
      return !has(capability) && !isCovered
    }
  }
}
