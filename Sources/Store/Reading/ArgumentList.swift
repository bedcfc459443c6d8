extension RawText {
  /// The strings of a JSON array, as the views have arguments; of what is not one, those that come
  /// before the mistake.
  public var arguments: [RawText] { ArgumentList.decode(self) }
}

/// Reads the JSON arrays of strings that the writer makes of argument blocks.
///
/// The lone surrogates `\udc80` … `\udcff` become the bytes that they stand for (PEP 383), which
/// is why this is not left to a JSON library: most refuse them or replace them.
struct ArgumentList {
  private let bytes: [UInt8]
  private var index = 0

  /// The strings of a JSON array. Of what is not one, those that come before the mistake.
  static func decode(_ json: RawText) -> [RawText] {
    var reader = ArgumentList(bytes: json.bytes)
    var arguments: [RawText] = []
    while let argument = reader.next() { arguments.append(argument) }
    return arguments
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The next string, from behind its opening quote to its closing one.
  private mutating func next() -> RawText? {
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
    index += 1
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return RawText(text)
      case UInt8(ascii: "\\"): readEscape(into: &text)
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func readEscape(into text: inout [UInt8]) {
    guard index < bytes.count else { return }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0a)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0d)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0c)
    case UInt8(ascii: "u"): readUnit(into: &text)
    default: text.append(byte)
    }
  }

  private mutating func readUnit(into text: inout [UInt8]) {
    let digits = bytes[index..<min(index + 4, bytes.count)]
    index += digits.count
    guard let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else { return }
    if (0xdc80...0xdcff).contains(unit) {
      text.append(UInt8(truncatingIfNeeded: unit))
    } else if let scalar = Unicode.Scalar(unit) {
      text.append(contentsOf: Array(String(scalar).utf8))
    }
  }
}
