/// The least or the greatest value of a page or a chunk, as its PLAIN bytes without a length.
struct Bound {
  /// Readers need no more to pass over a page, and footers stay small.
  private static let longest = 64

  var bytes: [UInt8]
  /// Whether the value itself, and not merely nothing beyond it, is among the values.
  var isExact = true

  init(word: UInt64) {
    bytes = withUnsafeBytes(of: word.littleEndian) { Array($0) }
  }

  init(flag: Bool) {
    bytes = [flag ? 1 : 0]
  }

  /// What is not greater than `value`: its beginning.
  init(below value: UnsafeRawBufferPointer, isText: Bool) {
    isExact = value.count <= Self.longest
    bytes = Array(value[..<Self.cut(value, isText: isText)])
  }

  /// What is not less than `value`: its beginning, with the last part that can be made greater made
  /// so, and nothing after it. `nil` if none can, as of a hundred bytes 0xFF.
  init?(above value: UnsafeRawBufferPointer, isText: Bool) {
    isExact = value.count <= Self.longest
    bytes = Array(value[..<Self.cut(value, isText: isText)])
    if isExact { return }
    guard isText else {
      while bytes.last == 0xFF { bytes.removeLast() }
      guard let last = bytes.popLast() else { return nil }
      bytes.append(last + 1)
      return
    }
    // UTF-8 sorts as its code points do, also where their lengths differ.
    var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    while let last = scalars.popLast() {
      guard let next = Self.successor(of: last) else { continue }
      bytes = scalars.flatMap { Array(UTF8.encode($0) ?? .init()) }
      bytes += Array(UTF8.encode(next) ?? .init())
      return
    }
    return nil
  }

  /// How much to keep: of text, whole code points.
  private static func cut(_ value: UnsafeRawBufferPointer, isText: Bool) -> Int {
    guard value.count > longest else { return value.count }
    var end = longest
    while isText, end > 0, value[end] & 0xC0 == 0x80 { end -= 1 }
    return end
  }

  private static func successor(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    // The surrogates are no code points of text.
    scalar.value == 0xD7FF ? "\u{E000}" : Unicode.Scalar(scalar.value + 1)
  }
}
