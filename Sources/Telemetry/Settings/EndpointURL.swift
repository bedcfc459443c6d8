/// A collector's URL, as far as OTLP needs it.
///
/// https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp
struct EndpointURL: Equatable {
  /// Why a text is no such URL, to follow it.
  enum Problem: Error, Equatable {
    case noScheme
    case otherScheme
    case credentials
    case malformed
  }

  enum Scheme: String {
    case http
    case https
  }

  let scheme: Scheme
  /// A name or an address, the latter in brackets if it has colons.
  let host: String
  let port: Int?
  /// With the slash at its beginning; empty for none.
  let path: String

  /// - Parameter schemeless: the scheme of a text without one; `nil` if it must have one.
  init(_ text: String, schemeless: Scheme? = nil) throws(Problem) {
    guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw .malformed }
    let rest: Substring
    if let separator = text.firstRange(of: "://") {
      guard let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased()) else {
        throw .otherScheme
      }
      self.scheme = scheme
      rest = text[separator.upperBound...]
    } else {
      guard let schemeless else { throw .noScheme }
      scheme = schemeless
      rest = text[...]
    }
    // A request knows nothing of what follows a # or a ?.
    let target = rest.prefix { $0 != "?" && $0 != "#" }
    let slash = target.firstIndex(of: "/") ?? target.endIndex
    let authority = target[..<slash]
    path = String(target[slash...])
    if authority.contains("@") { throw .credentials }
    (host, port) = try Self.parts(of: authority)
  }

  private static func parts(of authority: Substring) throws(Problem) -> (String, Int?) {
    var host = authority
    var port: Int?
    let bracket = authority.lastIndex(of: "]") ?? authority.startIndex
    if let colon = authority[bracket...].lastIndex(of: ":") {
      guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else {
        throw .malformed
      }
      host = authority[..<colon]
      port = Int(number)
    }
    let inner = host.first == "[" && host.last == "]" ? host.dropFirst().dropLast() : host
    guard !inner.isEmpty, inner.count == host.count ? !inner.contains(":") : true,
      inner.utf8.allSatisfy({ !"[]\"<>\\^`{|}".utf8.contains($0) })
    else { throw .malformed }
    return (String(host), port)
  }

  private var authority: String { port.map { "\(host):\($0)" } ?? host }

  /// The URL as it is, but for a root path where there was none.
  var asIs: String { "\(scheme.rawValue)://\(authority)\(path.isEmpty ? "/" : path)" }

  /// The URL with a path added to its own.
  func appending(_ addition: String) -> String {
    "\(scheme.rawValue)://\(authority)\(path.hasSuffix("/") ? path : path + "/")\(addition)"
  }

  /// Scheme, host and port, as gRPC needs them.
  var origin: String {
    "\(scheme.rawValue)://\(host):\(port ?? (scheme == .http ? 80 : 443))"
  }
}
