/// Addresses of sockets as the kernel has them (`struct sockaddr`), as text.
enum SocketAddress {
  private static let unix: UInt16 = 1
  private static let version4: UInt16 = 2
  private static let version6: UInt16 = 10

  /// `127.0.0.1:80`, `[::1]:80`, `/run/a.socket`, `@abstract`; `nil` for other families and for too
  /// few bytes.
  static func text(of bytes: UnsafeRawBufferPointer) -> String? {
    guard bytes.count >= 2 else { return nil }
    switch UInt16(bytes[0]) | UInt16(bytes[1]) << 8 {
    case unix: return path(UnsafeRawBufferPointer(rebasing: bytes[2...]))
    case version4 where bytes.count >= 8:
      return bytes[4..<8].map(String.init).joined(separator: ".") + ":\(port(bytes))"
    case version6 where bytes.count >= 24:
      return "[\(groups(bytes[8..<24]))]:\(port(bytes))"
    default: return nil
    }
  }

  private static func port(_ bytes: UnsafeRawBufferPointer) -> UInt16 {
    UInt16(bytes[2]) << 8 | UInt16(bytes[3])
  }

  private static func path(_ bytes: UnsafeRawBufferPointer) -> String? {
    guard let first = bytes.first else { return nil }
    let isAbstract = first == 0
    let name = isAbstract ? bytes[1...] : bytes[..<(bytes.firstIndex(of: 0) ?? bytes.endIndex)]
    return (isAbstract ? "@" : "") + String(decoding: name, as: UTF8.self)
  }

  /// The longest run of zeros, of two groups at least, is left out (RFC 5952).
  private static func groups(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    let bytes = Array(bytes)
    let groups = (0..<8).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
    var zeros = 0..<0
    var start = 0
    for index in 0...8 where index == 8 || groups[index] != 0 {
      if index - start > zeros.count { zeros = start..<index }
      start = index + 1
    }
    let text = { (part: ArraySlice<UInt16>) in
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    if zeros.count < 2 { return text(groups[...]) }
    return text(groups[..<zeros.lowerBound]) + "::" + text(groups[zeros.upperBound...])
  }
}
