internal import Glibc
internal import Synchronization

/// Numbers that outlive the process: whoever finds its folder after it was killed can tell how many
/// items died with it. As long as there is no folder they are kept in memory.
final class Ledger: Sendable {
  private struct State {
    var page = LedgerPage()
    var mapping: LedgerMapping?
  }

  private let state = Mutex(State())

  func store(_ tally: Tally, of signal: Signal) {
    state.withLock { state in
      state.page[signal] = tally
      guard let mapping = state.mapping else { return }
      for index in LedgerPage.range(of: signal) { mapping.words[index] = state.page.words[index] }
    }
  }

  /// From now on a file keeps the numbers.
  func attach(_ mapping: LedgerMapping) {
    state.withLock { state in
      for (index, word) in state.page.words.enumerated() { mapping.words[index] = word }
      state.mapping = mapping
    }
  }

  /// Leaves the file as it is.
  func detach() {
    state.withLock { $0.mapping = nil }
  }
}

/// A ledger file in memory. Whoever uses `words` sees to it that only one does at a time.
final class LedgerMapping: @unchecked Sendable {
  let words: UnsafeMutableBufferPointer<UInt64>

  /// - Parameter descriptor: a file with room for a page: without it, the first store would end
  ///   the program when the disk is full.
  init?(descriptor: Int32) {
    let memory = mmap(nil, LedgerPage.size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let memory, memory != MAP_FAILED else { return nil }
    words = UnsafeMutableRawBufferPointer(start: memory, count: LedgerPage.size)
      .bindMemory(to: UInt64.self)
  }

  deinit {
    munmap(words.baseAddress, LedgerPage.size)
  }
}
