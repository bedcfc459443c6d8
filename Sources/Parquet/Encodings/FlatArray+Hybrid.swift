// The hybrid of run-length encoding and bit-packing, of dictionary indices and of levels:
//
//     run:     varint(count << 1)         the value, in as many whole bytes as its width needs
//     literal: varint(groups << 1 | 1)    groups of eight values, packed
//
// Only the last literal may be filled up, as readers know the number of values. So a run begins
// where the values before it fill their groups.

extension FlatArray where Element == UInt8 {
  /// Appends numbers of `width` bits, 1 to 32.
  mutating func appendHybrid(_ numbers: UnsafeBufferPointer<UInt32>, width: Int) {
    // A run costs its own bytes and the header of the literal after it.
    let worthwhile = max(8, (3 + (width + 7) / 8) * 8 / width)
    var start = 0
    var next = 0
    while next < numbers.count {
      let number = numbers[next]
      var end = next + 1
      while end < numbers.count, numbers[end] == number { end += 1 }
      let filled = start + (next - start + 7) / 8 * 8
      if end - filled >= worthwhile {
        appendLiteral(UnsafeBufferPointer(rebasing: numbers[start..<filled]), width: width)
        appendRun(of: number, count: end - filled, width: width)
        start = end
      }
      next = end
    }
    appendLiteral(UnsafeBufferPointer(rebasing: numbers[start...]), width: width)
  }

  /// Appends definition levels: one where a row has a value, zero where it has none.
  mutating func appendHybrid(_ bits: borrowing BitList, range: Range<Int>) {
    let ones = bits.ones(in: range)
    if ones == range.count || ones == 0 {
      return appendRun(of: ones == 0 ? 0 : 1, count: range.count, width: 1)
    }
    var start = range.lowerBound
    var next = start
    while next < range.upperBound {
      let byte = bits.byte(at: next)
      var end = next + 8
      if byte == 0 || byte == 0xFF {
        while end + 8 <= range.upperBound, bits.byte(at: end) == byte { end += 8 }
        if end - next >= 32 {
          appendLiteral(bits, start..<next)
          appendRun(of: UInt32(byte & 1), count: end - next, width: 1)
          start = end
        }
      }
      next = end
    }
    appendLiteral(bits, start..<range.upperBound)
  }

  private mutating func appendRun(of number: UInt32, count: Int, width: Int) {
    appendVarint(UInt64(count) << 1)
    for byte in 0..<(width + 7) / 8 {
      append(UInt8(truncatingIfNeeded: number >> UInt32(byte * 8)))
    }
  }

  private mutating func appendLiteral(_ numbers: UnsafeBufferPointer<UInt32>, width: Int) {
    guard !numbers.isEmpty else { return }
    let groups = (numbers.count + 7) / 8
    appendVarint(UInt64(groups) << 1 | 1)
    appendPacked(numbers, count: groups * 8, width: width)
  }

  private mutating func appendLiteral(_ bits: borrowing BitList, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    appendVarint(UInt64((range.count + 7) / 8) << 1 | 1)
    appendPacked(bits, range)
  }

  /// Appends bits, and zeros to the end of the last byte.
  mutating func appendPacked(_ bits: borrowing BitList, _ range: Range<Int>) {
    reserve(range.count / 8 + 1)
    for index in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
      let missing = max(0, index + 8 - range.upperBound)
      append(bits.byte(at: index) & (0xFF >> UInt8(missing)))
    }
  }
}
