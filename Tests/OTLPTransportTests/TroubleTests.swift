import OTLP
import Testing

/// What prevents a connection is told apart, with the setting to look at.
@Suite("Trouble")
struct TroubleTests {
  @Test(
    "With TLS, and with certificates on both sides, requests arrive",
    arguments: WireProtocol.allCases)
  func works(wireProtocol: WireProtocol) async throws {
    let certificates = try await Certificates()
    let plain = try await Receiver(certificates: certificates)
    let mutual = try await Receiver(
      "--client-ca", certificates.authority, certificates: certificates)
    for host in ["localhost", "127.0.0.1"] {
      try await wireProtocol.withTransport(
        to: plain.endpoint(wireProtocol, scheme: "https", host: host),
        { $0.certificateFile = certificates.authority }
      ) { try await $0.expectTaken() }
      try await wireProtocol.withTransport(
        to: mutual.endpoint(wireProtocol, scheme: "HTTPS", host: host),
        {
          $0.certificateFile = certificates.authority
          $0.clientCertificateFile = certificates.certificate("client")
          $0.clientKeyFile = certificates.key("client")
          // The scheme is what counts.
          $0.isInsecure = true
        }
      ) { try await $0.expectTaken() }
    }
    #expect(try plain.records().count == 2)
    #expect(try mutual.records().count == 2)
  }

  @Test(
    "A certificate that is not trusted, and one of another name", arguments: WireProtocol.allCases)
  func certificate(wireProtocol: WireProtocol) async throws {
    let certificates = try await Certificates()
    let receiver = try await Receiver(certificates: certificates)
    let endpoint = receiver.endpoint(wireProtocol, scheme: "https", host: "localhost")
    for authority in [certificates.otherAuthority, nil] {
      try await wireProtocol.expectTrouble(
        to: endpoint, "is not trusted", "Check OTEL_EXPORTER_OTLP_CERTIFICATE"
      ) { $0.certificateFile = authority }
    }
    let elsewhere = try await Receiver(certificates: certificates, name: "elsewhere")
    try await wireProtocol.expectTrouble(
      to: elsewhere.endpoint(wireProtocol, scheme: "https", host: "localhost"),
      "is for another name", "OTEL_EXPORTER_OTLP_ENDPOINT"
    ) { $0.certificateFile = certificates.authority }
    #expect(try receiver.records().isEmpty)
    #expect(try elsewhere.records().isEmpty)
  }

  @Test(
    "A certificate of ours that is missing, and one that is not accepted",
    arguments: WireProtocol.allCases)
  func clientCertificate(wireProtocol: WireProtocol) async throws {
    let certificates = try await Certificates()
    let receiver = try await Receiver(
      "--client-ca", certificates.authority, certificates: certificates)
    let endpoint = receiver.endpoint(wireProtocol, scheme: "https", host: "localhost")
    // gRPC's server in Python ends the connection without saying why.
    let missing = wireProtocol == .grpc ? "may want a certificate" : "wants a certificate"
    try await wireProtocol.expectTrouble(
      to: endpoint, missing, "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE"
    ) { $0.certificateFile = certificates.authority }
    let refused = wireProtocol == .grpc ? "may not accept our" : "does not accept our"
    try await wireProtocol.expectTrouble(
      to: endpoint, refused, "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE"
    ) {
      $0.certificateFile = certificates.authority
      $0.clientCertificateFile = certificates.certificate("stranger")
      $0.clientKeyFile = certificates.key("stranger")
    }
    #expect(try receiver.records().isEmpty)
  }

  @Test("Plain text where TLS is spoken, and the other way round", arguments: WireProtocol.allCases)
  func scheme(wireProtocol: WireProtocol) async throws {
    let certificates = try await Certificates()
    let encrypted = try await Receiver(certificates: certificates)
    try await wireProtocol.expectTrouble(
      to: encrypted.endpoint(wireProtocol), "closed the connection", "write https://")
    let plain = try await Receiver()
    try await wireProtocol.expectTrouble(
      to: plain.endpoint(wireProtocol, scheme: "https"), "does not speak TLS", "Write http://")
  }

  @Test("The port of the other protocol", arguments: WireProtocol.allCases)
  func port(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver()
    try await wireProtocol.expectTrouble(
      to: receiver.endpoint(wireProtocol.other), "does not speak", "OTEL_EXPORTER_OTLP_PROTOCOL")
  }

  @Test("Nobody there, and no such host", arguments: WireProtocol.allCases)
  func nobody(wireProtocol: WireProtocol) async throws {
    let free = try ListeningSocket()
    let port = free.port
    free.close()
    try await wireProtocol.expectTrouble(
      to: "http://localhost:\(port)/v1/traces", "Connection refused", "OTEL_EXPORTER_OTLP_ENDPOINT")
    try await wireProtocol.expectTrouble(
      to: "http://nowhere.invalid:4317/v1/traces", "nowhere.invalid", "not known")
  }

  @Test("Somebody there who says nothing", arguments: WireProtocol.allCases, ["http", "https"])
  func silence(wireProtocol: WireProtocol, scheme: String) async throws {
    let silent = try ListeningSocket()
    try await wireProtocol.withTransport(to: "\(scheme)://127.0.0.1:\(silent.port)/v1/traces") {
      let failure = try await $0.failure(timeout: .milliseconds(300))
      #expect(failure.code == (wireProtocol == .grpc ? "DEADLINE_EXCEEDED" : "timeout"))
      #expect(failure.isRetryable)
      #expect(failure.message.contains("OTEL_EXPORTER_OTLP_TIMEOUT"))
    }
  }
}

extension WireProtocol {
  /// A request must fail, may be sent again, and its message has those words.
  fileprivate func expectTrouble(
    to endpoint: String, _ words: String..., change: (inout TransportOptions) -> Void = { _ in },
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let failure = try await withTransport(to: endpoint, change) { try await $0.failure() }
    #expect(failure.isRetryable, sourceLocation: sourceLocation)
    #expect(failure.retryAfter == nil, sourceLocation: sourceLocation)
    let codes = self == .grpc ? ["UNAVAILABLE"] : ["connect", "tls"]
    #expect(codes.contains(failure.code), sourceLocation: sourceLocation)
    for word in words {
      #expect(
        failure.message.contains(word), "\(failure.message)", sourceLocation: sourceLocation)
    }
  }
}
