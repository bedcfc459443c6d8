/// Characters that show nothing and steer what shows: controls, and what turns the direction of
/// writing or hides.
enum InvisibleCharacter {
  /// Whether the well-formed sequence of two to four bytes here is one.
  static func isAt(_ index: Int, length: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
    // Most letters of two bytes are ruled out at once.
    if length == 2, bytes[index] > 0xc2, bytes[index] < 0xd8 { return false }
    guard let scalar = scalar(at: index, length: length, in: bytes) else { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  /// The character that a well-formed sequence stands for.
  static func scalar(
    at index: Int, length: Int, in bytes: UnsafeRawBufferPointer
  ) -> Unicode.Scalar? {
    if length == 1 { return Unicode.Scalar(bytes[index]) }
    var value = UInt32(bytes[index]) & (0x7f >> UInt32(length))
    for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset]) & 0x3f }
    return Unicode.Scalar(value)
  }
}
