internal import Glibc
internal import Synchronization

/// Numbers that outlive the process: whoever finds its folder after it was killed can tell how many
/// items died with it. As long as there is no folder they are kept in memory.
final class Ledger: Sendable {
  private struct State {
    var page = LedgerPage()
    var file: LedgerFile?
  }

  private let state = Mutex(State())

  func store(_ tally: Tally, of signal: Signal) {
    state.withLock { state in
      state.page[signal] = tally
      state.file?.write(LedgerPage.range(of: signal), of: state.page)
    }
  }

  /// From now on a file keeps the numbers.
  func attach(_ file: LedgerFile) {
    state.withLock { state in
      file.write(0..<state.page.words.count, of: state.page)
      state.file = file
    }
  }

  /// Leaves the file as it is.
  func detach() {
    state.withLock { $0.file = nil }
  }
}

/// A ledger's file, open. What is written is in the kernel's hands at once, and so outlives a kill; it
/// is not mapped into memory, for a file that somebody shortens would then end the program.
final class LedgerFile: Sendable {
  private let descriptor: Int32

  /// - Parameter descriptor: a file with room for a page; it stays the caller's.
  init?(descriptor: Int32) {
    self.descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    if self.descriptor < 0 { return nil }
  }

  deinit {
    close(descriptor)
  }

  /// Stores some of the words. Those that cannot be written are told as what they were before.
  func write(_ range: Range<Int>, of page: LedgerPage) {
    page.words[range].withUnsafeBytes { bytes in
      _ = pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(range.lowerBound * 8))
    }
  }
}
