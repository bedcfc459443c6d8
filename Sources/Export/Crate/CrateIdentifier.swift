internal import Store

/// The identifiers of entities: references to URIs (RFC 3986), in which letters of all alphabets may
/// stand as they are, as RO-Crate recommends.
enum CrateIdentifier {
  static func execution(_ id: Int64) -> String { "#execution-\(id)" }
  static func program(_ number: Int) -> String { "#program-\(number + 1)" }
  static func library(_ number: Int) -> String { "#library-\(number + 1)" }
  static func variable(_ number: Int) -> String { "#environment-\(number + 1)" }
  static func user(_ id: Int64) -> String { "#user-\(id)" }

  /// A file of this host, by its whole path.
  static func local(_ path: RawText) -> String { "file://" + escaped(path.bytes, colon: true) }

  /// A file that is not there to be had: it is only spoken of.
  static func absent(_ path: RawText, container: RawText?) -> String {
    let place = container.map { escaped(Array($0.bytes.prefix(12)), colon: true) } ?? ""
    return "#" + place + escaped(path.bytes, colon: true)
  }

  /// A file below the root of the crate; `nil` when a reference cannot name it: the name is not
  /// UTF-8, or that of the crate's own description.
  static func relative(_ path: RawText, below root: RawText) -> String? {
    let prefix = root.bytes == [slash] ? root.bytes : root.bytes + [slash]
    guard path.bytes.starts(with: prefix), path.bytes.count > prefix.count else { return nil }
    let rest = Array(path.bytes[prefix.count...])
    guard String(validating: rest, as: UTF8.self) != nil,
      rest != Array(CratePlace.fileName.utf8)
    else { return nil }
    // Of a colon in the first name what stands before it would be the scheme.
    return escaped(rest, colon: false)
  }

  private static let slash = UInt8(ascii: "/")

  /// Percent-encoded, but for what may stand in a path.
  private static func escaped(_ bytes: [UInt8], colon: Bool) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    bytes.withUnsafeBytes { bytes in
      var index = 0
      while index < bytes.count {
        let length = bytes[index] < 0x80 ? 1 : UTF8Sequence.length(at: index, in: bytes)
        let end = index + max(length, 1)
        let isPlain =
          length == 1
          ? isPlain(bytes[index], colon: colon)
          : length > 1 && isLetter(at: index, length: length, in: bytes)
        for byte in bytes[index..<end] {
          if isPlain {
            result.append(byte)
          } else {
            result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xf)]]
          }
        }
        index = end
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func isPlain(_ byte: UInt8, colon: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    case UInt8(ascii: ":"): colon
    default: "-._~/!$&'()*+,;=@".utf8.contains(byte)
    }
  }

  /// Not what steers, hides or is no character of anybody's.
  private static func isLetter(
    at index: Int, length: Int, in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    guard let scalar = InvisibleCharacter.scalar(at: index, length: length, in: bytes) else {
      return false
    }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || scalar.properties.generalCategory == .nonspacingMark
  }
}
