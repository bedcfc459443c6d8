/// A growing list of bits: which rows have a value, or a column of booleans.
struct BitList: ~Copyable {
  private var words = FlatArray<UInt64>()
  private(set) var count = 0

  @inline(__always)
  mutating func append(_ bit: Bool) {
    let place = count & 63
    if place == 0 { words.append(0) }
    words[count >> 6] |= (bit ? 1 : 0) << UInt64(place)
    count += 1
  }

  mutating func removeAll() {
    words.removeAllOfGroup()
    count = 0
  }

  subscript(index: Int) -> Bool {
    words[index >> 6] >> UInt64(index & 63) & 1 == 1
  }

  /// Eight bits from any place on, the first in the lowest; those beyond the end are zero.
  func byte(at index: Int) -> UInt8 {
    let place = UInt64(index & 63)
    var bits = words[index >> 6] >> place
    if place > 56, index >> 6 + 1 < words.count {
      bits |= words[index >> 6 + 1] << (64 - place)
    }
    return UInt8(truncatingIfNeeded: bits)
  }

  /// How many bits of a range are set.
  func ones(in range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    let first = range.lowerBound >> 6
    let last = (range.upperBound - 1) >> 6
    let head = UInt64.max << UInt64(range.lowerBound & 63)
    let tail = UInt64.max >> UInt64(63 - (range.upperBound - 1) & 63)
    if first == last { return (words[first] & head & tail).nonzeroBitCount }
    var ones = (words[first] & head).nonzeroBitCount + (words[last] & tail).nonzeroBitCount
    for index in first + 1..<last {
      ones += words[index].nonzeroBitCount
    }
    return ones
  }
}
