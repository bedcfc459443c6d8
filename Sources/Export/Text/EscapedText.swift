internal import Store

/// Takes text apart into what goes through, what the format writes in its own way, and what is
/// escaped.
enum EscapedText {
  /// Calls `part` with stretches of the text as they are, `special` with the bytes of a special
  /// character, and `escape` with a byte that is written as `\xHH`.
  ///
  /// - Parameter isUnicode: Whether the text is known to be UTF-8.
  @inline(__always)
  static func split(
    _ bytes: UnsafeRawBufferPointer, by classes: borrowing TextClass, isUnicode: Bool = false,
    part: (UnsafeRawBufferPointer) throws -> Void,
    special: (UnsafeRawBufferPointer) throws -> Void,
    escape: (UInt8) throws -> Void
  ) rethrows {
    var start = 0
    var index = 0
    while index < bytes.count {
      var length = 1
      var treatment = classes[bytes[index]]
      if treatment == .careful {
        (length, treatment) = treatmentOfSequence(at: index, in: bytes, by: classes)
        if isUnicode, bytes[index] == UInt8(ascii: "\\") { treatment = classes.backslash }
      }
      if treatment != .plain {
        try part(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
        start = index + length
        if treatment == .special {
          try special(UnsafeRawBufferPointer(rebasing: bytes[index..<start]))
        } else {
          for byte in bytes[index..<start] { try escape(byte) }
        }
      }
      index += length
    }
    try part(UnsafeRawBufferPointer(rebasing: bytes[start...]))
  }

  private static func treatmentOfSequence(
    at index: Int, in bytes: UnsafeRawBufferPointer, by classes: borrowing TextClass
  ) -> (Int, TextClass.Treatment) {
    if bytes[index] == UInt8(ascii: "\\") {
      return (1, isEscape(at: index, in: bytes, by: classes) ? .escaped : classes.backslash)
    }
    let length = UTF8Sequence.length(at: index, in: bytes)
    if length == 0 { return (1, .escaped) }
    guard classes.controls != .plain,
      InvisibleCharacter.isAt(index, length: length, in: bytes)
    else { return (length, .plain) }
    return (length, classes.controls)
  }

  /// Whether a text's own backslash would be taken for the beginning of an escaped byte.
  private static func isEscape(
    at index: Int, in bytes: UnsafeRawBufferPointer, by classes: borrowing TextClass
  ) -> Bool {
    guard index + 3 < bytes.count, bytes[index + 1] == UInt8(ascii: "x"),
      let high = digit(bytes[index + 2]), let low = digit(bytes[index + 3])
    else { return false }
    return classes.mayEscape(high << 4 | low)
  }

  /// Capitals are never written.
  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
  }

  /// A text with its bytes that are no UTF-8 escaped, for where it is not written at once.
  static func escaped(
    _ bytes: UnsafeRawBufferPointer, by classes: borrowing TextClass, into result: inout [UInt8]
  ) {
    split(bytes, by: classes) {
      result += $0
    } special: {
      result += $0
    } escape: { byte in
      result += [UInt8(ascii: "\\"), UInt8(ascii: "x"), hexadecimal(byte >> 4)]
      result.append(hexadecimal(byte & 0xf))
    }
  }
}

extension ByteBuffer {
  /// A byte as `\xHH`.
  mutating func append(escape byte: UInt8) throws {
    try append("\\x")
    try append(EscapedText.hexadecimal(byte >> 4))
    try append(EscapedText.hexadecimal(byte & 0xf))
  }
}
