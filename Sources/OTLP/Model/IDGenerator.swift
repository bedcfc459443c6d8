internal import Glibc
internal import Synchronization

/// Random numbers for ids: the system's, fetched many at a time, since a call for each would be most
/// of what an id costs.
///
/// The numbers that wait are in a page that the kernel empties in a child of fork: it never hands out
/// what its parent does. Nobody waits for anybody: who finds the page in use asks the system itself,
/// and so does a child that was forked while another thread used it.
struct IDGenerator: RandomNumberGenerator {
  private static let page = Mutex(Page())

  mutating func next() -> UInt64 {
    if let word = Self.page.withLockIfAvailable({ $0.next() }) ?? nil { return word }
    var system = SystemRandomNumberGenerator()
    return system.next()
  }

  /// The first word says how many of those after it have not been handed out; emptied, that none is
  /// there.
  private struct Page: ~Copyable, @unchecked Sendable {
    private static let size = Int(getpagesize())
    /// 256 bytes, as many as the system gives at a time.
    private static let count = 32
    /// `nil` where there is no such page.
    private let words: UnsafeMutablePointer<UInt64>?

    init() {
      guard
        let memory = mmap(
          nil, Self.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        memory != MAP_FAILED
      else {
        words = nil
        return
      }
      guard madvise(memory, Self.size, MADV_WIPEONFORK) == 0 else {
        munmap(memory, Self.size)
        words = nil
        return
      }
      words = memory.bindMemory(to: UInt64.self, capacity: Self.count + 1)
    }

    deinit {
      if let words { munmap(words, Self.size) }
    }

    /// `nil` when the system has to be asked.
    mutating func next() -> UInt64? {
      guard let words else { return nil }
      if words[0] == 0 {
        guard getentropy(words + 1, Self.count * MemoryLayout<UInt64>.size) == 0 else { return nil }
        words[0] = UInt64(Self.count)
      }
      let word = words[Int(words[0])]
      words[0] -= 1
      return word
    }
  }
}
