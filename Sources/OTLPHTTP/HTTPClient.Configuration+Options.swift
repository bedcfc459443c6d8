internal import AsyncHTTPClient
internal import NIOCore
internal import NIOSSL
internal import OTLP

extension HTTPClient.Configuration {
  /// As the protocol wants it.
  init(_ options: TransportOptions, isEncrypted: Bool) throws(TransportError) {
    self.init(redirectConfiguration: .disallow)
    httpVersion = .http1Only
    timeout.connect = TimeAmount(options.timeout)
    // Metrics are sent once a minute, unless somebody wants it otherwise.
    connectionPool.idleTimeout = .seconds(90)
    // When to try again is for the sender to say.
    connectionPool.retryConnectionEstablishment = false
    // Sending spans would make spans, which are sent.
    tracing.tracer = nil
    if isEncrypted { tlsConfiguration = try Self.tls(options) }
  }

  /// Tries each part, to know which one it is that cannot be used.
  private static func tls(_ options: TransportOptions) throws(TransportError) -> TLSConfiguration {
    let material = try TLSMaterial(options)
    var tls = TLSConfiguration.makeClientConfiguration()
    func attempt<Result>(
      _ part: TLSMaterial.Part, _ body: () throws -> Result
    ) throws(TransportError) -> Result {
      do {
        return try body()
      } catch {
        throw TLSMaterial.unusable(part, options, reason: "\(error)")
      }
    }
    if let authorities = material.authorities {
      let certificates = try attempt(.authorities) {
        try NIOSSLCertificate.fromPEMBytes(authorities)
      }
      tls.trustRoots = .certificates(certificates)
    }
    if let identity = material.identity {
      tls.certificateChain = try attempt(.certificates) {
        try NIOSSLCertificate.fromPEMBytes(identity.certificates).map { .certificate($0) }
      }
      let key = try attempt(.key) { try NIOSSLPrivateKey(bytes: identity.key, format: .pem) }
      tls.privateKey = .privateKey(key)
    }
    _ = try attempt(.key) { try NIOSSLContext(configuration: tls) }
    return tls
  }
}
