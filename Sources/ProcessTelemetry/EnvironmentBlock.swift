/// `NAME=value` strings, NUL-terminated, as the kernel side sends them.
enum EnvironmentBlock {
  /// A value where it lies.
  struct Value {
    let bytes: Slice<UnsafeRawBufferPointer>

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Tells it from other values; never 0.
    var hash: UInt64 {
      // FNV-1a: a context has 55 bytes, 24 of them random.
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      return hash | 1
    }
  }

  /// The value of a variable; `nil` when it is not there.
  static func value(of name: StaticString, in block: UnsafeRawBufferPointer) -> Value? {
    let nameSize = name.utf8CodeUnitCount
    var at = block.startIndex
    while at < block.endIndex {
      let end = block[at...].firstIndex(of: 0) ?? block.endIndex
      if end - at > nameSize, block[at + nameSize] == UInt8(ascii: "="),
        block[at..<at + nameSize].elementsEqual(
          UnsafeRawBufferPointer(start: name.utf8Start, count: nameSize))
      {
        return Value(bytes: block[(at + nameSize + 1)..<end])
      }
      at = end + 1
    }
    return nil
  }
}
