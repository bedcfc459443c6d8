/// Small numbers by the ids of a table.
///
/// Ids are handed out one after the other, so nearly always an array does; one that lies far off is
/// kept apart.
struct IdentifierMap {
  private static let denseLimit: Int64 = 1 << 22

  private var dense: [Int32]
  private var sparse: [Int64: Int32] = [:]

  /// - Parameter last: The greatest id that is to be expected.
  init(last: Int64) {
    let count = Int(max(0, min(last, Self.denseLimit - 1))) + 1
    dense = Array(repeating: -1, count: count)
  }

  /// The number of an id; -1 when it has none.
  @inline(__always)
  subscript(id: Int64) -> Int32 {
    get {
      UInt64(bitPattern: id) < UInt64(dense.count) ? dense[Int(id)] : sparse[id] ?? -1
    }
    set {
      if UInt64(bitPattern: id) < UInt64(dense.count) {
        dense[Int(id)] = newValue
      } else {
        sparse[id] = newValue
      }
    }
  }
}
