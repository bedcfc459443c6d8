/// A request that has been encoded and is not settled: neither acknowledged nor dropped.
struct WaitingBatch: Sendable {
  /// Its place in the order of delivery: when it was made, as far as clocks tell.
  struct Key: Hashable, Sendable, Comparable {
    /// About ns since 1970; no two batches of one process and signal have the same.
    var sequence: UInt64
    /// Which of the spool's folders it is in; 0 for our own and for memory.
    var folder = 0

    static func < (left: Key, right: Key) -> Bool {
      (left.sequence, left.folder) < (right.sequence, right.folder)
    }
  }

  /// Where its bytes are.
  enum Place: Sendable {
    case memory([UInt8])
    /// In the spool; a new one also in memory, as long as nothing has gone wrong with it.
    case file(SpooledFile, copy: [UInt8]?)
  }

  let key: Key
  /// How many items it carries.
  let weight: Int
  var place: Place
  /// When the first of the current series of tries began.
  var operationStart: Duration?

  var file: SpooledFile? {
    guard case .file(let file, _) = place else { return nil }
    return file
  }

  /// Whether a process that died made it.
  var isAdopted: Bool { key.folder != 0 }
}
