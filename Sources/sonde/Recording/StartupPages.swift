import Foundation
import Glibc

/// The pages of the program's own code and constants that are mapped.
///
/// To start, Swift's runtime looks through tables all over the program, and with each page that it
/// touches the kernel maps fifteen more. Hardly any of them is needed again: to follow processes takes
/// a few hundred kilobytes of code.
enum StartupPages {
  /// Lets go of them. What is needed again is still in the page cache: its first touch costs a minor
  /// fault.
  static func release() {
    guard let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8),
      let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    else { return }
    // Only what is executable: constants that the loader has relocated look alike, and would be
    // gone for good.
    for line in maps.split(separator: "\n") where line.hasSuffix(" \(program)") {
      let fields = line.split(separator: " ", maxSplits: 2)
      let range = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard fields.count == 3, fields[1] == "r-xp", range.count == 2, range[0] < range[1] else {
        continue
      }
      madvise(
        UnsafeMutableRawPointer(bitPattern: range[0]), Int(range[1] - range[0]), MADV_DONTNEED)
    }
  }
}
