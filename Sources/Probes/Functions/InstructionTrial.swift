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

  /// Whether there must be no probe at an instruction that begins with this byte.
  ///
  /// Prefixes of segments and of locking, int3 and hlt are refused by the kernel for certain: to know it
  /// beforehand spares the attempt, which takes tens of milliseconds once the file is mapped. See
  /// is_prefix_bad() and good_insns_64 in arch/x86/kernel/uprobes.c.
  ///
  /// Vector instructions (VEX, EVEX) are worse: the kernel looks their opcode up among those of one byte,
  /// where it means something else, and does what that would do. `vpbroadcastb` (0x78 … 0x7a) is taken for
  /// a conditional jump and is never carried out: seen with 6.18, where `printf("%d")` printed `%d` once
  /// the C library's `strchrnul` had a probe.
  public static func isNeverProbed(firstByte: UInt8) -> Bool {
    #if arch(x86_64)
      return [0x26, 0x2e, 0x36, 0x3e, 0xf0, 0xcc, 0xf4, 0xc4, 0xc5, 0x62].contains(firstByte)
    #else
      return false
    #endif
  }

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
