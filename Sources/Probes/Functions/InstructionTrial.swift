internal import CLibBPF
internal import Glibc

/// Finds out which instructions of a file the kernel will not put a probe at.
///
/// The kernel looks at an instruction only when the file is mapped somewhere: a probe that is
/// attached before the program runs is accepted, and never fires. So the file is mapped here, and
/// probes are attached to this process alone, for a moment. May be used from another thread than
/// the probes that it was made from, for as long as those live.
public struct InstructionTrial: Sendable {
  private static let size = 1024
  private static let parts = 16

  private let program: Int32
  private let file: Int32
  private let pool: ClosingPool

  init(program: Int32, file: Int32, pool: ClosingPool) {
    self.program = program
    self.file = file
    self.pool = pool
  }

  /// The refused ones among these offsets of the file, with the errno; 524 (ENOTSUPP) for an
  /// instruction that cannot be probed. Empty as well when the file cannot be mapped.
  public func refused(_ offsets: [UInt64]) -> [UInt64: Int32] {
    guard let first = offsets.min(), let last = offsets.max() else { return [:] }
    let page = UInt64(sysconf(Int32(_SC_PAGESIZE)))
    let start = first / page * page
    let count = Int(last - start) + 1
    let memory = mmap(nil, count, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, off_t(start))
    guard let memory, memory != MAP_FAILED else { return [:] }
    defer { munmap(memory, count) }
    var refused: [UInt64: Int32] = [:]
    for start in stride(from: 0, to: offsets.count, by: Self.size) {
      attempt(offsets[start..<min(start + Self.size, offsets.count)], &refused)
    }
    return refused
  }

  /// Whether the kernel refuses, for certain, a probe at an instruction that begins with these bytes,
  /// of which there should be five. To know it beforehand spares the attempt, which takes the kernel
  /// tens of milliseconds once the file is mapped.
  ///
  /// Prefixes of segments and of locking, and what must not be stepped over; see is_prefix_bad() and
  /// good_insns_64 in the kernel's arch/x86/kernel/uprobes.c. The opcode of a vector instruction (VEX,
  /// EVEX) is looked up in the same table, where it means something else.
  public static func isNeverProbed(firstBytes: some Collection<UInt8>) -> Bool {
    #if arch(x86_64)
      let bytes = Array(firstBytes.prefix(5))
      let opcode: Int? =
        switch bytes.first {
        case 0xc5: 2
        case 0xc4: 3
        case 0x62: 4
        case nil: nil
        default: 0
        }
      guard let opcode, opcode < bytes.count else { return false }
      return opcode == 0
        ? refusedFirst.contains(bytes[0]) : refusedInVectors.contains(bytes[opcode])
    #else
      return false
    #endif
  }

  private static let refusedFirst: Set<UInt8> = [0x26, 0x2e, 0x36, 0x3e, 0xf0, 0xcc, 0xf4]
  private static let refusedInVectors: Set<UInt8> = [
    0x06, 0x07, 0x0e, 0x0f, 0x16, 0x17, 0x1e, 0x1f, 0x26, 0x27, 0x2e, 0x2f, 0x36, 0x37, 0x3e, 0x3f,
    0x60, 0x61, 0x62, 0x66, 0x67, 0x6c, 0x6d, 0x6e, 0x6f, 0x82, 0x9a, 0xc4, 0xc5, 0xcc, 0xcd, 0xce,
    0xcf, 0xd4, 0xd5, 0xd6, 0xe4, 0xe5, 0xe6, 0xe7, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xfa,
    0xfb,
  ]

  private func attempt(_ offsets: ArraySlice<UInt64>, _ refused: inout [UInt64: Int32]) {
    let link = sonde_link_uprobes(
      program, "/proc/self/fd/\(file)", Array(offsets),
      [UInt64](repeating: .max, count: offsets.count), UInt32(offsets.count), UInt32(getpid()))
    if link >= 0 { return pool.close(link) }
    guard offsets.count > 1 else {
      if let offset = offsets.first { refused[offset] = -link }
      return
    }
    let part = max(1, offsets.count / Self.parts)
    for start in stride(from: offsets.startIndex, to: offsets.endIndex, by: part) {
      attempt(offsets[start..<min(start + part, offsets.endIndex)], &refused)
    }
  }
}

extension FunctionProbes {
  /// For finding out which instructions of a file cannot be probed; `nil` where the kernel takes
  /// probes one by one only and says so at once.
  public func instructionTrial(ofFile file: Int) -> InstructionTrial? {
    attachesManyAtOnce ? links.trial(ofFile: files[file]) : nil
  }
}

extension FunctionLinks {
  func trial(ofFile file: Int32) -> InstructionTrial {
    InstructionTrial(program: program, file: file, pool: pool)
  }
}
