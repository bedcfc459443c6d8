/// The place of a collector: what connections need of a URL.
package struct CollectorAddress: Sendable, Equatable {
  /// How a URL begins.
  package enum Scheme: String, Sendable {
    /// Plain text.
    case http
    /// TLS.
    case https
  }

  /// `nil` when none is written.
  package let scheme: Scheme?
  /// A name or an address; the brackets of IPv6 are gone.
  package let host: String
  /// `nil` when none is written.
  package let port: Int?

  /// The host as URLs have it.
  package var place: String { host.contains(":") ? "[\(host)]" : host }

  /// Takes a URL apart, or `host:port`. What follows the port is of no interest.
  package init(_ text: String) throws(TransportError) {
    guard text.utf8.allSatisfy({ 0x21...0x7e ~= $0 }) else {
      throw Self.error(text, "it has a character that a URL cannot hold")
    }
    let (scheme, rest) = try Self.splitScheme(text)
    let authority = rest.prefix { !"/?#".contains($0) }
    guard !authority.contains("@") else {
      // The text is not repeated: it holds a secret.
      throw TransportError(
        """
        \(.endpoint): a user name and password cannot be sent as a part of the URL. Put an \
        authorization header into \(.headers)
        """)
    }
    let (host, port) = Self.splitPort(authority)
    guard !host.isEmpty else { throw Self.error(text, "it names no host") }
    self.scheme = scheme
    self.host = String(host)
    guard let port else {
      self.port = nil
      return
    }
    guard let number = Int(port), 1...65535 ~= number else {
      throw Self.error(text, "its port is not a number from 1 to 65535")
    }
    self.port = number
  }

  private static func splitScheme(
    _ text: String
  ) throws(TransportError) -> (Scheme?, Substring) {
    guard let separator = text.firstRange(of: "://") else { return (nil, text[...]) }
    guard let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased()) else {
      throw error(text, "it begins neither with http:// nor with https://")
    }
    return (scheme, text[separator.upperBound...])
  }

  /// The colons of an IPv6 address count only outside its brackets.
  private static func splitPort(_ authority: Substring) -> (host: Substring, port: Substring?) {
    if authority.first == "[" {
      guard let end = authority.firstIndex(of: "]") else { return ("", nil) }
      let rest = authority[authority.index(after: end)...]
      let host = authority[authority.index(after: authority.startIndex)..<end]
      return (host, rest.isEmpty ? nil : rest.dropFirst())
    }
    guard let colon = authority.firstIndex(of: ":") else { return (authority, nil) }
    return (authority[..<colon], authority[authority.index(after: colon)...])
  }

  private static func error(_ text: String, _ what: String) -> TransportError {
    TransportError(
      """
      \(.endpoint) is "\(text.harmless(limit: 200))": \(what). Write a URL like \
      https://collector.example:4318
      """)
  }
}
