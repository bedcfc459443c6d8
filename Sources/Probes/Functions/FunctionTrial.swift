internal import CLibBPF
internal import Glibc

/// What can be known of a place before anybody runs it.
extension FunctionProbes {
  /// Which of these places of a file the kernel will not put a probe at, and why.
  ///
  /// The kernel looks at an instruction only when the file is mapped somewhere. So it is mapped
  /// here, and probes are attached to this process alone, for a moment.
  public func trial(file: Int, offsets: [UInt64]) -> [UInt64: Int32] {
    guard attachesManyAtOnce, let first = offsets.min(), let last = offsets.max() else { return [:] }
    let page = UInt64(sysconf(Int32(_SC_PAGESIZE)))
    let start = first / page * page
    let count = Int(last - start) + 1
    let memory = mmap(
      nil, count, PROT_READ | PROT_EXEC, MAP_PRIVATE, files[file], off_t(start))
    guard let memory, memory != MAP_FAILED else { return [:] }
    defer { munmap(memory, count) }
    var refused: [UInt64: Int32] = [:]
    tryAll(offsets, of: file, &refused)
    return refused
  }

  private static let trialSize = 1024
  private static let trialParts = 16

  private func tryAll(_ offsets: [UInt64], of file: Int, _ refused: inout [UInt64: Int32]) {
    let size = Self.trialSize
    for start in stride(from: offsets.startIndex, to: offsets.endIndex, by: size) {
      tryPart(offsets[start..<min(start + size, offsets.endIndex)], of: file, &refused)
    }
  }

  private func tryPart(
    _ offsets: ArraySlice<UInt64>, of file: Int, _ refused: inout [UInt64: Int32]
  ) {
    do throws(FunctionLinks.Refusal) {
      let link = try links.attach(
        file: files[file], offsets: Array(offsets),
        cookies: [UInt64](repeating: UInt64(options.capacity), count: offsets.count),
        pid: UInt32(getpid()))
      links.close(link)
    } catch {
      guard offsets.count > 1 else {
        if let offset = offsets.first { refused[offset] = error.errno }
        return
      }
      let part = max(1, offsets.count / Self.trialParts)
      for start in stride(from: offsets.startIndex, to: offsets.endIndex, by: part) {
        tryPart(offsets[start..<min(start + part, offsets.endIndex)], of: file, &refused)
      }
    }
  }
}
