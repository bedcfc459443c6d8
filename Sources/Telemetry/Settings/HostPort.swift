/// Where a server listens.
public struct HostPort: Sendable, Equatable, CustomStringConvertible {
  /// A name or an address.
  public var host: String
  /// 0: any that is free.
  public var port: Int

  /// Puts a place together.
  public init(host: String = "localhost", port: Int = 9464) {
    self.host = host
    self.port = port
  }

  /// Reads `host:port`; an address with colons is in brackets. `nil` for anything else.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"),
      let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    var host = text[..<colon]
    if host.first == "[", host.last == "]" {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0 == "/" }) else {
      return nil
    }
    self.init(host: String(host), port: Int(port))
  }

  /// As it is read.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
