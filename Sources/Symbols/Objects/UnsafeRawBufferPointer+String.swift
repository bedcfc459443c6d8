internal import Glibc

extension UnsafeRawBufferPointer {
  /// The bytes from an offset to the next NUL; `nil` if the buffer ends before either.
  func string(at offset: Int) -> Slice<UnsafeRawBufferPointer>? {
    guard offset >= 0, offset < count, let base = baseAddress,
      let end = memchr(base + offset, 0, count - offset)
    else { return nil }
    return self[offset..<(UnsafeRawPointer(end) - base)]
  }
}
