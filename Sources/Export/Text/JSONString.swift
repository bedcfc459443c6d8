/// Text as JSON has it (RFC 8259). Controls and invisible characters are always written as `\u…`,
/// which means the same and does nothing to a terminal. A byte that is no UTF-8 is `\xHH` here
/// too: lone surrogates, which could stand for it, few readers take.
struct JSONString: ~Copyable {
  private let classes = TextClass(special: "\"", controls: .special, backslash: .special)

  borrowing func append(
    _ bytes: UnsafeRawBufferPointer, isUnicode: Bool, to output: inout ByteBuffer
  ) throws {
    try output.append(UInt8(ascii: "\""))
    if classes.greatest(in: bytes) == .plain {
      try output.append(bytes)
    } else {
      try EscapedText.split(bytes, by: classes, isUnicode: isUnicode) {
        try output.append($0)
      } special: {
        try Self.append(special: $0, to: &output)
      } escape: {
        try output.append("\\")
        try output.append(escape: $0)
      }
    }
    try output.append(UInt8(ascii: "\""))
  }

  private static func append(
    special character: UnsafeRawBufferPointer, to output: inout ByteBuffer
  ) throws {
    switch character[0] {
    case UInt8(ascii: "\""): try output.append("\\\"")
    case UInt8(ascii: "\\"): try output.append("\\\\")
    case UInt8(ascii: "\n"): try output.append("\\n")
    case UInt8(ascii: "\r"): try output.append("\\r")
    case UInt8(ascii: "\t"): try output.append("\\t")
    default:
      let scalar = InvisibleCharacter.scalar(at: 0, length: character.count, in: character)
      for unit in String(scalar.map(Character.init) ?? "\u{fffd}").utf16 {
        try output.append("\\u")
        for shift: UInt16 in [12, 8, 4, 0] {
          try output.append(EscapedText.hexadecimal(UInt8(truncatingIfNeeded: unit >> shift) & 0xf))
        }
      }
    }
  }
}
