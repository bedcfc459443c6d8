extension FlatArray where Element == UInt8 {
  /// Appends numbers of `width` bits each without gaps, the lowest bit first, and zeros for those
  /// that are missing to `count`, which is a multiple of eight.
  mutating func appendPacked<Value: UnsignedInteger & FixedWidthInteger & BitwiseCopyable>(
    _ numbers: UnsafeBufferPointer<Value>, count: Int, width: Int
  ) {
    let size = count * width / 8
    guard size > 0 else { return }
    reserve(size + 8)
    let output = UnsafeMutableRawPointer(base + self.count)
    var offset = 0
    var gathered: UInt64 = 0
    var bits = 0
    for number in numbers {
      let number = UInt64(truncatingIfNeeded: number)
      gathered |= number &<< UInt64(truncatingIfNeeded: bits)
      bits &+= width
      guard bits >= 64 else { continue }
      output.storeBytes(of: gathered.littleEndian, toByteOffset: offset, as: UInt64.self)
      offset &+= 8
      bits &-= 64
      gathered = bits == 0 ? 0 : number &>> UInt64(truncatingIfNeeded: width &- bits)
    }
    // The zeros that follow may be fewer than the rest of this word: it was reserved.
    if bits > 0 {
      output.storeBytes(of: gathered.littleEndian, toByteOffset: offset, as: UInt64.self)
      offset += 8
    }
    if offset < size {
      (output + offset).initializeMemory(as: UInt8.self, repeating: 0, count: size - offset)
    }
    extend(by: size)
  }
}
