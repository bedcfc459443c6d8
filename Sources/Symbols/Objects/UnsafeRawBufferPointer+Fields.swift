internal import Glibc

extension UnsafeRawBufferPointer {
  /// The bytes from an offset to the next NUL; `nil` if the buffer ends before either.
  func string(at offset: Int) -> Slice<UnsafeRawBufferPointer>? {
    guard offset >= 0, offset < count, let base = baseAddress,
      let end = memchr(base + offset, 0, count - offset)
    else { return nil }
    return self[offset..<(UnsafeRawPointer(end) - base)]
  }

  /// The unsigned number of `size` bytes at an offset, in this machine's order; `nil` if the buffer
  /// ends before.
  func number(at offset: Int, size: Int) -> UInt64? {
    guard offset >= 0, offset <= count - size else { return nil }
    switch size {
    case 1: return UInt64(self[offset])
    case 2: return UInt64(loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    case 4: return UInt64(loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    case 8: return loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    default: return nil
    }
  }

  /// The number of variable length (LEB128, unsigned) at an offset, which is moved behind it; `nil`
  /// if the buffer ends before, or the number has more than 64 bits.
  func variableNumber(at offset: inout Int) -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset >= 0, offset < count, shift < 64 {
      let byte = self[offset]
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
      shift += 7
    }
    return nil
  }
}
