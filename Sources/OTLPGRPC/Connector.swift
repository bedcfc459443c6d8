internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import NIOCore
internal import OTLP

/// Makes connections of the options, which have been checked.
struct Connector: Sendable {
  /// How connections are to be, for what is said of those that fail.
  let attempt: ConnectionTrouble.Attempt
  private let host: String
  private let port: Int
  private let security: HTTP2ClientTransport.Posix.TransportSecurity

  /// Of OTLP/gRPC, where no URL says otherwise.
  private static let defaultPort = 4317

  init(_ options: TransportOptions) throws(TransportError) {
    let address = try CollectorAddress(options.endpoint)
    let isEncrypted: Bool
    switch address.scheme {
    case .http: (isEncrypted, port) = (false, address.port ?? 80)
    case .https: (isEncrypted, port) = (true, address.port ?? 443)
    case nil: (isEncrypted, port) = (!options.isInsecure, address.port ?? Self.defaultPort)
    }
    host = address.host
    security = isEncrypted ? try Self.tls(options, host: host, port: port) : .plaintext
    attempt = ConnectionTrouble.Attempt(
      place: "\(address.place):\(port)", isEncrypted: isEncrypted,
      hasIdentity: options.clientCertificateFile != nil, wireProtocol: "gRPC")
  }

  /// A transport that connects when something is sent.
  ///
  /// - Throws: what should have been found when the options were checked.
  func connect() throws -> HTTP2ClientTransport.Posix {
    try Self.connect(host: host, port: port, security)
  }

  private static func connect(
    host: String, port: Int, _ security: HTTP2ClientTransport.Posix.TransportSecurity
  ) throws -> HTTP2ClientTransport.Posix {
    // An address is not a name: certificates and `:authority` tell them apart.
    let target: any ResolvableTarget =
      switch try? SocketAddress(ipAddress: host, port: port) {
      case .v4: .ipv4(address: host, port: port)
      case .v6: .ipv6(address: host, port: port)
      default: .dns(host: host, port: port)
      }
    return try HTTP2ClientTransport.Posix(
      target: target, transportSecurity: security, config: configuration)
  }

  private static var configuration: HTTP2ClientTransport.Posix.Config {
    .defaults { config in
      config.compression.enabledAlgorithms = .gzip
      // Tells a dead connection from a slow collector.
      config.connection.keepalive = .init(
        time: .seconds(30), timeout: .seconds(10), allowWithoutCalls: false)
    }
  }

  /// Tries each part, to know which one it is that cannot be used.
  private static func tls(
    _ options: TransportOptions, host: String, port: Int
  ) throws(TransportError) -> HTTP2ClientTransport.Posix.TransportSecurity {
    let material = try TLSMaterial(options)
    var tls = HTTP2ClientTransport.Posix.TransportSecurity.TLS.defaults
    func check(_ part: TLSMaterial.Part) throws(TransportError) {
      do {
        _ = try connect(host: host, port: port, .tls(tls))
      } catch {
        let reason = (error as? RuntimeError)?.cause ?? error
        throw TLSMaterial.unusable(part, options, reason: "\(reason)")
      }
    }
    if let authorities = material.authorities {
      tls.trustRoots = .certificates([.bytes(authorities, format: .pem)])
      try check(.authorities)
    }
    if let identity = material.identity {
      tls.certificateChain = [.bytes(identity.certificates, format: .pem)]
      try check(.certificates)
      tls.privateKey = .bytes(identity.key, format: .pem)
      try check(.key)
    }
    return .tls(tls)
  }
}
