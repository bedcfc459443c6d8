import Glibc

/// Memory that ends at a page nobody may read: to look at as much as one byte behind a record
/// (seven, when its size is no multiple of eight) ends the tests at once.
final class GuardedMemory {
  private let base: UnsafeMutableRawPointer
  private let size: Int
  private let page = sysconf(Int32(_SC_PAGESIZE))

  init(capacity: Int) throws {
    size = (capacity + page - 1) / page * page
    let memory = mmap(
      nil, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED, mprotect(memory + size, page, PROT_NONE) == 0 else {
      throw MemoryError(number: errno)
    }
    base = memory
  }

  deinit {
    munmap(base, size + page)
  }

  /// Lends a copy of the bytes that begins at a multiple of eight, or so many bytes behind one.
  func lend<Result>(
    _ bytes: [UInt8], misalignment: Int = 0, to body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let room = (bytes.count + misalignment + 7) / 8 * 8
    let start = base + size - room + misalignment
    bytes.withUnsafeBytes { bytes in
      guard let source = bytes.baseAddress else { return }
      start.copyMemory(from: source, byteCount: bytes.count)
    }
    return try body(UnsafeRawBufferPointer(start: start, count: bytes.count))
  }
}

/// The guarded memory could not be had.
struct MemoryError: Error {
  let number: Int32
}
