internal import Glibc

/// `NAME=value` strings, NUL-terminated, as the kernel side sends them.
enum EnvironmentBlock {
  /// A value where it lies.
  struct Value {
    let bytes: UnsafeRawBufferPointer

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Tells it from other values; never 0.
    var hash: UInt64 { TextTable.hash(bytes, 4) | 1 }
  }

  /// The value of a variable; `nil` when it is not there.
  static func value(of name: StaticString, in block: UnsafeRawBufferPointer) -> Value? {
    guard let base = block.baseAddress else { return nil }
    let nameSize = name.utf8CodeUnitCount
    var at = 0
    while at < block.count {
      let rest = block.count - at
      let size = memchr(base + at, 0, rest).map { UnsafeRawPointer($0) - (base + at) } ?? rest
      if size > nameSize, block[at + nameSize] == UInt8(ascii: "="),
        memcmp(base + at, name.utf8Start, nameSize) == 0
      {
        let value = (at + nameSize + 1)..<(at + size)
        return Value(bytes: UnsafeRawBufferPointer(rebasing: block[value]))
      }
      at += size + 1
    }
    return nil
  }
}
