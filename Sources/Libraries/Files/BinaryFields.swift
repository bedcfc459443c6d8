/// Numbers in the bytes of a file, in the byte order of that file.
struct BinaryFields {
  let bytes: [UInt8]
  let isBigEndian: Bool

  /// The unsigned number of `size` bytes at an offset, or `nil` if the bytes end before.
  func number(at offset: Int, size: Int) -> UInt64? {
    guard offset >= 0, offset <= bytes.count - size else { return nil }
    var value: UInt64 = 0
    for index in 0..<size {
      let position = isBigEndian ? index : size - 1 - index
      value = value << 8 | UInt64(bytes[offset + position])
    }
    return value
  }
}
