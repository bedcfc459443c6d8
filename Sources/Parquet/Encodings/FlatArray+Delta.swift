// DELTA_BINARY_PACKED: the differences between neighbours, less the least of their block, packed.
//
//     header:    varint(128)  varint(4)  varint(count)  zigzag(first value)
//     block:     zigzag(least difference)  four widths, a byte each  four miniblocks
//     miniblock: 32 differences less the least, of its width
//
// All arithmetic wraps around, so that the way from Int64.min to Int64.max is the difference -1.
// The last block names four widths too, but miniblocks without a value are left out.

private let blockValues = 128
private let miniblockValues = 32

extension FlatArray where Element == UInt8 {
  /// Appends at least one integer.
  mutating func appendDelta(_ integers: UnsafeBufferPointer<UInt64>) {
    appendVarint(UInt64(blockValues))
    appendVarint(UInt64(blockValues / miniblockValues))
    appendVarint(UInt64(integers.count))
    appendZigzag(Int64(bitPattern: integers[0]))
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: blockValues) { differences in
      var start = 1
      while start < integers.count {
        let count = min(blockValues, integers.count - start)
        var least = Int64.max
        for index in 0..<count {
          let difference = integers[start + index] &- integers[start + index - 1]
          differences[index] = difference
          least = min(least, Int64(bitPattern: difference))
        }
        for index in 0..<count { differences[index] &-= UInt64(bitPattern: least) }
        appendZigzag(least)
        appendBlock(UnsafeBufferPointer(rebasing: differences[..<count]))
        start += count
      }
    }
  }

  private mutating func appendBlock(_ differences: UnsafeBufferPointer<UInt64>) {
    let widths = count
    for start in stride(from: 0, to: blockValues, by: miniblockValues) {
      var seen: UInt64 = 0
      let end = min(start + miniblockValues, differences.count)
      for index in start..<max(start, end) { seen |= differences[index] }
      append(UInt8(truncatingIfNeeded: 64 - seen.leadingZeroBitCount))
    }
    for start in stride(from: 0, to: differences.count, by: miniblockValues) {
      let end = min(start + miniblockValues, differences.count)
      appendPacked(
        UnsafeBufferPointer(rebasing: differences[start..<end]), count: miniblockValues,
        width: Int(self[widths + start / miniblockValues]))
    }
  }
}
