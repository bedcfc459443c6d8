internal import Glibc

/// The numbers of a process as its ledger file has them: 8-byte words in the machine's order.
///
/// The first word is a mark. After it each signal has 16: made, exported, and dropped by reason.
/// What was written is there when the process is killed; a failure of the machine may leave older
/// numbers.
struct LedgerPage: Equatable {
  static let size = 4096
  static let mark = UInt64(0x3152_474c_4544_4e53)
  private static let wordsPerSignal = 16

  private(set) var words: [UInt64]

  /// Nothing yet.
  init() {
    words = [UInt64](repeating: 0, count: 1 + 4 * Self.wordsPerSignal)
    words[0] = Self.mark
  }

  /// `nil` when the file is not a ledger.
  init?(descriptor: Int32) {
    self.init()
    let size = words.count * 8
    let count = words.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, size, 0) }
    guard count == size, words[0] == Self.mark else { return nil }
  }

  /// The place of a signal's words.
  static func range(of signal: Signal) -> Range<Int> {
    let start = 1 + signal.number * wordsPerSignal
    return start..<start + wordsPerSignal
  }

  subscript(signal: Signal) -> Tally {
    get {
      let place = Self.range(of: signal).lowerBound
      var tally = Tally()
      tally.made = words[place]
      tally.exported = words[place + 1]
      for reason in DropReason.allCases { tally[reason] = words[place + 2 + reason.index] }
      return tally
    }
    set {
      let place = Self.range(of: signal).lowerBound
      words[place] = newValue.made
      words[place + 1] = newValue.exported
      for (index, count) in newValue.dropped.enumerated() { words[place + 2 + index] = count }
    }
  }

  /// Stores all of it in the file.
  func write(to descriptor: Int32) {
    words.withUnsafeBytes { bytes in
      _ = pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
    }
  }
}
