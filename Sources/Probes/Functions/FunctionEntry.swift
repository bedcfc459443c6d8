internal import CLibBPF

/// How a function begins, as far as it decides what a probe at its entry costs.
public enum FunctionEntry: Int, Sendable, CaseIterable {
  /// With an instruction over which the kernel has to step: a second exception.
  case stepped
  /// With one that the kernel does by itself: a push, a jump, a call, a nop.
  case simple
  /// With endbr64, which marks where indirect calls may land.
  case landing

  /// From the first bytes of the function, at least four where there are; see push_setup_xol_ops() and
  /// branch_setup_xol_ops() in the kernel's arch/x86/kernel/uprobes.c.
  public init(firstBytes: some Collection<UInt8>) {
    #if arch(x86_64)
      let bytes = Array(firstBytes.prefix(4))
      switch bytes.first ?? 0 {
      case 0xf3 where bytes == [0xf3, 0x0f, 0x1e, 0xfa]: self = .landing
      case 0x41 where bytes.count > 1 && (0x50...0x57).contains(bytes[1]): self = .simple
      case 0x50...0x57, 0x70...0x7f, 0x90, 0xe8, 0xe9, 0xeb: self = .simple
      default: self = .stepped
      }
    #else
      self = .stepped
    #endif
  }

  var wire: sonde_entry {
    switch self {
    case .stepped: SONDE_ENTRY_STEPPED
    case .simple: SONDE_ENTRY_SIMPLE
    case .landing: SONDE_ENTRY_LANDING
    }
  }
}
