import Foundation

/// The code of a running process beside that of its file: where they differ, somebody has put a
/// breakpoint.
struct CodeInMemory {
  /// Offsets in the file.
  let differences: [Int]

  /// - Parameter file: a program or library that the process has mapped.
  /// - Throws: when the process or the file cannot be read.
  init(of pid: pid_t, file: String) throws {
    let memory = try FileHandle(forReadingFrom: URL(filePath: "/proc/\(pid)/mem"))
    let content = try Data(contentsOf: URL(filePath: file))
    let maps = try String(contentsOfFile: "/proc/\(pid)/maps", encoding: .utf8)
    var differences: [Int] = []
    for line in maps.split(separator: "\n") {
      let fields = line.split(separator: " ", omittingEmptySubsequences: true)
      guard fields.count == 6, fields[5] == file, fields[1].contains("x") else { continue }
      let ends = fields[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
      let start = Int(fields[2], radix: 16) ?? 0
      try memory.seek(toOffset: ends[0])
      let mapped = try memory.read(upToCount: Int(ends[1] - ends[0])) ?? Data()
      let original = content[min(start, content.count)...]
      differences += zip(mapped, original).enumerated().filter { $0.element.0 != $0.element.1 }
        .map { start + $0.offset }
    }
    self.differences = differences
  }
}
