/// As a string of JSON. A byte that is no UTF-8 is written as `\xHH`, for few readers take lone
/// surrogates, which could stand for it. So that this can be undone without doubt, a backslash of
/// the text itself is written as `\x5c` where it stands before what would be taken for such a byte.
extension RawText: Codable {
  /// The text with its bytes that are no UTF-8 escaped.
  public var escaped: String {
    let isPlain = bytes.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\\") && $0 != 0 }
    guard !isPlain else { return String(decoding: bytes, as: UTF8.self) }
    var result: [UInt8] = []
    bytes.withUnsafeBytes { bytes in
      var index = 0
      while index < bytes.count {
        let length = bytes[index] < 0x80 ? 1 : UTF8Sequence.length(at: index, in: bytes)
        let byte = bytes[index]
        if length == 0 || byte == 0 || Self.escape(at: index, in: bytes) != nil {
          result += [UInt8(ascii: "\\"), UInt8(ascii: "x"), Self.digit(byte >> 4)]
          result.append(Self.digit(byte & 0xf))
        } else {
          result += bytes[index..<index + length]
        }
        index += max(length, 1)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Undoes ``escaped``.
  public init(escaped text: String) {
    var text = text
    bytes = text.withUTF8 { text in
      let text = UnsafeRawBufferPointer(text)
      guard text.contains(UInt8(ascii: "\\")) else { return Array(text) }
      var result: [UInt8] = []
      var index = 0
      while index < text.count {
        let byte = Self.escape(at: index, in: text)
        result.append(byte ?? text[index])
        index += byte == nil ? 1 : 4
      }
      return result
    }
  }

  /// The byte that four characters stand for, if they are of the form.
  private static func escape(at index: Int, in bytes: UnsafeRawBufferPointer) -> UInt8? {
    guard bytes[index] == UInt8(ascii: "\\"), index + 3 < bytes.count,
      bytes[index + 1] == UInt8(ascii: "x"),
      let high = value(bytes[index + 2]), let low = value(bytes[index + 3])
    else { return nil }
    let byte = high << 4 | low
    return byte >= 0x80 || byte == 0 || byte == UInt8(ascii: "\\") ? byte : nil
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// Capitals are never written.
  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  /// Reads the string.
  ///
  /// - Throws: What the decoder throws.
  public init(from decoder: any Decoder) throws {
    self.init(escaped: try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the string.
  ///
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(escaped)
  }
}
