extension TransportOptions {
  /// What the protocols set themselves.
  private static let reserved: Set<String> = [
    "connection", "content-encoding", "content-length", "content-type", "host", "te",
    "transfer-encoding",
  ]

  /// The headers to send, `User-Agent` among them, names in lower case, ready for either protocol.
  package func checkedHeaders() throws(TransportError) -> [Header] {
    var result: [Header] = []
    for header in headers {
      result.append(try Self.check(header))
    }
    if !result.contains(where: { $0.name == "user-agent" }) {
      result.append(try Self.check(Header("user-agent", userAgent)))
    }
    return result
  }

  /// Never tells the value, which may be a secret.
  private static func check(_ header: Header) throws(TransportError) -> Header {
    let name = header.name.lowercased()
    guard !name.isEmpty, name.utf8.allSatisfy(isAllowedInName) else {
      throw TransportError(
        """
        "\(header.name.harmless(limit: 100))" cannot be the name of a header: letters, digits, \
        "-", "_" and "." can be in one. Check \(.headers)
        """)
    }
    guard !reserved.contains(name), !name.hasPrefix("grpc-") else {
      throw TransportError("the header \(name) is the protocol's own. Take it out of \(.headers)")
    }
    guard header.value.utf8.allSatisfy({ 0x20...0x7e ~= $0 || $0 == 0x09 }) else {
      throw TransportError(
        """
        the value of the header \(name) has a line break or another character that headers cannot \
        hold. Check \(.headers); if it was read from a file, take away the line's end
        """)
    }
    return Header(name, String(header.value.trimmingSpaces))
  }

  private static func isAllowedInName(_ character: UInt8) -> Bool {
    switch character {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}

extension String {
  fileprivate var trimmingSpaces: Substring {
    var rest = drop { $0 == " " || $0 == "\t" }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return rest
  }
}
