import OTLP

/// Where a signal goes. Variables are named in messages, and for what a file says its key.
extension SettingsReading {
  private static let generic = "OTEL_EXPORTER_OTLP_ENDPOINT"
  private static let key = "telemetry.endpoint"

  /// The URL that somebody chose; `nil` if nobody did.
  mutating func endpoint(
    _ signal: Signal, _ wireProtocol: TransportOptions.WireProtocol, isInsecure: Bool
  ) -> (url: String, name: String)? {
    let own = "OTEL_EXPORTER_OTLP_\(signal.rawValue.uppercased())_ENDPOINT"
    let candidates = [
      (own, variables.text(own)), (Self.generic, variables.text(Self.generic)),
      (Self.key, choices.endpoint),
    ]
    for (name, text) in candidates {
      guard let text else { continue }
      let url = read(text, named: name, wireProtocol, isInsecure: isInsecure)
      guard let url else { continue }
      switch wireProtocol {
      case .grpc: return (url.origin, name)
      case .httpProtobuf:
        let isBase = name != own
        return (isBase ? url.appending("v1/\(signal.rawValue)") : url.asIs, name)
      }
    }
    return nil
  }

  private mutating func read(
    _ text: String, named name: String, _ wireProtocol: TransportOptions.WireProtocol,
    isInsecure: Bool
  ) -> EndpointURL? {
    do throws(EndpointURL.Problem) {
      let url = try EndpointURL(
        text, schemeless: wireProtocol == .grpc ? (isInsecure ? .http : .https) : nil)
      notePort(url, text, named: name, wireProtocol)
      return url
    } catch {
      switch error {
      case .credentials:
        variables.warn(
          name,
          "has a user in its URL, and is ignored; send the password as a header instead "
            + "(OTEL_EXPORTER_OTLP_HEADERS, or telemetry.headers_file)")
      case .noScheme:
        variables.warn(name, text, "has no scheme, and is ignored; write http://\(text)")
      case .otherScheme:
        variables.warn(name, text, "is neither http:// nor https://, and is ignored")
      case .malformed:
        variables.warn(
          name, text, "is no URL, and is ignored; write one like http://localhost:4318")
      }
      return nil
    }
  }

  /// Ports that are mixed up are the most frequent mistake; the answer to it is hard to make out.
  private mutating func notePort(
    _ url: EndpointURL, _ text: String, named name: String,
    _ wireProtocol: TransportOptions.WireProtocol
  ) {
    let (usual, other, otherName): (Int, Int, TransportOptions.WireProtocol) =
      wireProtocol == .grpc ? (4317, 4318, .httpProtobuf) : (4318, 4317, .grpc)
    if url.port == other {
      variables.warn(
        name, text,
        "has the port of \(otherName.rawValue), but the protocol is \(wireProtocol.rawValue); "
          + "write port \(usual), or set OTEL_EXPORTER_OTLP_PROTOCOL=\(otherName.rawValue)")
    } else if url.port == nil, url.scheme == .http {
      variables.warn(
        name, text, "has no port, so it is 80; a collector's is usually \(usual)")
    }
  }
}
