/// The distinct ones among a column's eight-byte values, in the order of their first appearance,
/// and the place of each value among them.
///
/// It is made when a row group is written, one column after the other, so that its table stays in
/// the cache and one table serves all columns.
struct WordDictionary: ~Copyable {
  private static let mostEntries = 1 << 17
  private static let firstSlots = 1 << 10

  private(set) var entries = FlatArray<UInt64>()
  private(set) var indices = FlatArray<UInt32>()
  /// Open addressing: zero, or the entry's index plus one.
  private var slots = FlatArray<UInt32>()
  private let seed: UInt64

  init(seed: UInt64) {
    self.seed = seed
  }

  /// Takes in a column's values. Gives up, returning `false`, as soon as too many are distinct for
  /// a dictionary to pay.
  mutating func build(_ values: UnsafeBufferPointer<UInt64>) -> Bool {
    entries.removeAll()
    indices.removeAll()
    indices.reserve(values.count)
    slots.fill(with: 0, count: Self.firstSlots)
    var last = (value: UInt64(0), index: UInt32.max)
    for position in values.indices {
      let value = values[position]
      if value != last.value || last.index == .max {
        last = (value, index(of: value))
        if entries.count * 2 > slots.count, !grow(seen: position) { return false }
      }
      indices.append(last.index)
    }
    return true
  }

  private mutating func index(of value: UInt64) -> UInt32 {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: Mixing.hash(value, seed: seed)) & mask
    while slots[slot] != 0 {
      let index = slots[slot] - 1
      if entries[Int(index)] == value { return index }
      slot = (slot + 1) & mask
    }
    let index = UInt32(truncatingIfNeeded: entries.count)
    entries.append(value)
    slots[slot] = index + 1
    return index
  }

  /// Doubles the table, unless half of what was seen so far is distinct.
  private mutating func grow(seen: Int) -> Bool {
    let count = entries.count
    guard count <= Self.mostEntries, count < 2_048 || count * 2 <= seen else { return false }
    slots.fill(with: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for index in 0..<count {
      var slot = Int(truncatingIfNeeded: Mixing.hash(entries[index], seed: seed)) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(truncatingIfNeeded: index) + 1
    }
    return true
  }
}
