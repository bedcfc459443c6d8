/// Where an instruction is in the table of instructions: its prefixes, its opcode and the byte behind it.
///
/// Whether the kernel puts a probe at an instruction depends on no more than that, never on the numbers and
/// addresses in it (uprobe_init_insn() and branch_setup_xol_ops() in arch/x86/kernel/uprobes.c). So of the
/// thousands of functions that begin alike, one is tried.
struct InstructionHead: Hashable {
  /// The longest instruction there is, in bytes.
  static let instructionLimit = 15

  private static let prefixes: Set<UInt8> = [
    0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3,
  ]

  private let bytes: ArraySlice<UInt8>

  /// - Parameter code: the first bytes of the function, as many as the longest instruction has, where there
  ///   are so many.
  init(_ code: ArraySlice<UInt8>) {
    #if arch(x86_64)
      bytes = code.prefix(Self.length(code))
    #else
      bytes = code.prefix(4)
    #endif
  }

  private static func length(_ code: ArraySlice<UInt8>) -> Int {
    var rest = code.drop { prefixes.contains($0) }
    if let first = rest.first, (0x40...0x4f).contains(first) { rest = rest.dropFirst() }
    let opcode =
      switch (rest.first, rest.dropFirst().first) {
      case (0x0f, 0x38), (0x0f, 0x3a): 3
      case (0x0f, _): 2
      default: 1
      }
    return code.count - rest.count + opcode + 1
  }
}
