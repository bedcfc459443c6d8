internal import Glibc

/// The strings of a column: each distinct one once, and for each value which of them it is.
///
/// Values are looked up as they come, so that a million equal strings hold the memory of one. Where
/// few are equal the looking up is given up, until the next row group: later values become entries
/// of their own, and the column is written without a dictionary.
struct StringStore: ~Copyable {
  /// The longest value, which also keeps each page's size within its 31 bits.
  static let longestValue = 1 << 30
  private static let firstSlots = 1 << 10

  /// Which of the entries each value is.
  private(set) var indices = FlatArray<UInt32>()
  /// Whether all entries differ, so that they can be a dictionary.
  private(set) var isDictionary = true
  /// The size of all values in PLAIN encoding: a length of four bytes and the bytes, each.
  private(set) var plainBytes = 0
  private var arena = FlatArray<UInt8>()
  /// Where each entry ends in the arena; it starts where the one before it ends.
  private var ends = FlatArray<UInt32>()
  private var hashes = FlatArray<UInt32>()
  /// Open addressing: zero, or the entry's index plus one.
  private var slots = FlatArray<UInt32>()
  private let seed: UInt64
  private let dictionaryBytes: Int

  /// - Parameter dictionaryBytes: The most bytes of entries that may become a dictionary.
  init(seed: UInt64, dictionaryBytes: Int) {
    self.seed = seed
    self.dictionaryBytes = dictionaryBytes
  }

  var count: Int { indices.count }
  var entries: Int { ends.count }
  /// The size of all entries in PLAIN encoding.
  var entryBytes: Int { arena.count + 4 * ends.count }

  subscript(entry index: Int) -> UnsafeRawBufferPointer {
    let start = index == 0 ? 0 : Int(ends[index - 1])
    return UnsafeRawBufferPointer(arena.slice(start..<Int(ends[index])))
  }

  func value(_ index: Int) -> UnsafeRawBufferPointer {
    self[entry: Int(indices[index])]
  }

  /// Stores a value. Returns whether it is a new entry.
  mutating func append(_ value: UnsafeRawBufferPointer) -> Bool {
    plainBytes += 4 + value.count
    if let last = indices.values.last, matches(Int(last), value) {
      indices.append(last)
      return false
    }
    guard isDictionary else {
      addEntry(value)
      return true
    }
    return lookUp(value)
  }

  /// Less than zero if one entry sorts before another, by their unsigned bytes.
  func compare(_ left: Int, _ right: Int) -> Int {
    let (left, right) = (self[entry: left], self[entry: right])
    let common = min(left.count, right.count)
    if common > 0, let first = left.baseAddress, let second = right.baseAddress {
      let order = Int(memcmp(first, second, common))
      if order != 0 { return order }
    }
    return left.count - right.count
  }

  /// The least and the greatest entry among a range of values.
  func extremes(of range: Range<Int>) -> Extremes {
    var least = Int(indices[range.lowerBound])
    var greatest = least
    var last = least
    for position in range {
      let index = Int(indices[position])
      // Equal ones come together often.
      if index == last { continue }
      last = index
      if compare(index, least) < 0 { least = index }
      if compare(index, greatest) > 0 { greatest = index }
    }
    return Extremes(
      least: UInt64(truncatingIfNeeded: least), greatest: UInt64(truncatingIfNeeded: greatest))
  }

  mutating func removeAll() {
    indices.removeAllOfGroup()
    isDictionary = true
    plainBytes = 0
    arena.removeAllOfGroup()
    ends.removeAllOfGroup()
    hashes.removeAllOfGroup()
    slots.removeAllOfGroup()
  }

  private mutating func lookUp(_ value: UnsafeRawBufferPointer) -> Bool {
    if slots.count == 0 { slots.fill(with: 0, count: Self.firstSlots) }
    let hash = Mixing.hash(value, seed: seed)
    let short = UInt32(truncatingIfNeeded: hash >> 32)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash >> 32) & mask
    while slots[slot] != 0 {
      let index = slots[slot] - 1
      if hashes[Int(index)] == short, matches(Int(index), value) {
        indices.append(index)
        return false
      }
      slot = (slot + 1) & mask
    }
    addEntry(value)
    hashes.append(short)
    slots[slot] = UInt32(truncatingIfNeeded: ends.count)
    if ends.count * 2 > slots.count || arena.count > dictionaryBytes { growOrGiveUp() }
    return true
  }

  private mutating func addEntry(_ value: UnsafeRawBufferPointer) {
    indices.append(UInt32(truncatingIfNeeded: ends.count))
    arena.append(value)
    ends.append(UInt32(truncatingIfNeeded: arena.count))
  }

  private func matches(_ index: Int, _ value: UnsafeRawBufferPointer) -> Bool {
    let entry = self[entry: index]
    guard entry.count == value.count else { return false }
    guard let left = entry.baseAddress, let right = value.baseAddress else { return true }
    return memcmp(left, right, value.count) == 0
  }

  /// Doubles the table, unless most of what was seen so far is distinct.
  private mutating func growOrGiveUp() {
    let count = ends.count
    let pays = count < 2_048 || count * 4 <= indices.count * 3
    guard arena.count <= dictionaryBytes, pays else {
      isDictionary = false
      return
    }
    slots.fill(with: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for index in 0..<count {
      var slot = Int(hashes[index]) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(truncatingIfNeeded: index) + 1
    }
  }
}
