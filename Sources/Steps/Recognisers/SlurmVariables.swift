internal import Glibc

/// Tells whether the variables of Slurm are others than before, without making texts of them: every
/// process of a job has them.
enum SlurmVariables {
  private static let prefix: StaticString = "SLURM_"
  private static let job: StaticString = "SLURM_JOB_ID="

  /// Of `NAME=value` strings, NUL-terminated, in any order; 0 when there is no job.
  static func sum(_ block: UnsafeRawBufferPointer) -> UInt64 {
    guard let base = block.baseAddress else { return 0 }
    var sum: UInt64 = 0
    var hasJob = false
    var start = 0
    while start < block.count {
      let rest = block.count - start
      let size = memchr(base + start, 0, rest).map { UnsafeRawPointer($0) - (base + start) } ?? rest
      let variable = UnsafeRawBufferPointer(start: base + start, count: size)
      if begins(variable, with: prefix) {
        sum &+= hash(variable)
        hasJob = hasJob || begins(variable, with: job)
      }
      start += size + 1
    }
    return hasJob ? sum | 1 : 0
  }

  /// Of the same variables as texts.
  static func sum(_ variables: [String: String]) -> UInt64 {
    guard variables["SLURM_JOB_ID"] != nil else { return 0 }
    var sum: UInt64 = 0
    for (name, value) in variables where name.hasPrefix("SLURM_") {
      sum &+= hash("\(name)=\(value)".utf8)
    }
    return sum | 1
  }

  private static func begins(_ text: UnsafeRawBufferPointer, with start: StaticString) -> Bool {
    guard let base = text.baseAddress, text.count >= start.utf8CodeUnitCount else { return false }
    return memcmp(base, start.utf8Start, start.utf8CodeUnitCount) == 0
  }

  /// FNV-1a.
  private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }
}
