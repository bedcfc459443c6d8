import Foundation
import OTLP
import Testing

@Suite("Options")
struct OptionTests {
  @Test(
    "An endpoint that cannot be used is told when the transport is made",
    arguments: WireProtocol.allCases,
    [
      ("", "names no host"), ("http://", "names no host"), ("https://:4317", "names no host"),
      ("ftp://collector:21", "neither with http:// nor with https://"),
      ("http://collector:port", "port is not a number"), ("http://collector:0", "from 1 to 65535"),
      ("http://collector:65536", "from 1 to 65535"), ("http://[::1", "names no host"),
      ("http://a host", "cannot hold"), ("http://collector\n", "cannot hold"),
      ("http://sammlungsstätte", "cannot hold"), ("http://me:secret@collector", "user name"),
    ])
  func endpoint(wireProtocol: WireProtocol, example: (endpoint: String, words: String)) throws {
    let message = wireProtocol.refusal { $0.endpoint = example.endpoint }
    #expect(message.contains(example.words), "\(message)")
    #expect(message.contains("OTEL_EXPORTER_OTLP_ENDPOINT"))
    #expect(!message.contains("secret"))
    #expect(!message.contains("\n"))
  }

  @Test("HTTP wants a scheme; gRPC has TLS without one, unless that is insecure")
  func scheme() async throws {
    let message = WireProtocol.httpProtobuf.refusal { $0.endpoint = "collector:4318" }
    #expect(message.contains("Write http:// or https:// before it"))
    let receiver = try await Receiver()
    let place = String(receiver.endpoint(.grpc).dropFirst("http://".count))
    try await WireProtocol.grpc.withTransport(to: place, { $0.isInsecure = true }) {
      try await $0.expectTaken()
    }
    let failure = try await WireProtocol.grpc.withTransport(to: place) { try await $0.failure() }
    #expect(failure.message.contains("does not speak TLS"))
  }

  @Test(
    "A header that cannot be sent is told by its name, never by its value",
    arguments: WireProtocol.allCases,
    [
      ("", "secret"), ("two words", "secret"), ("naïve", "secret"), ("a:b", "secret"),
      ("a\nb", "secret"), ("x", "secret\n"), ("x", "secret\r\nhost: elsewhere"), ("x", "s\0ecret"),
      ("x", "secret é"), ("Content-Type", "secret"), ("grpc-timeout", "secret"),
      ("HOST", "secret"), ("te", "secret"),
    ])
  func header(wireProtocol: WireProtocol, header: (name: String, value: String)) {
    let message = wireProtocol.refusal { $0.headers = [.init(header.name, header.value)] }
    #expect(message.contains("OTEL_EXPORTER_OTLP_HEADERS"), "\(message)")
    #expect(!message.contains("ecret"))
    #expect(!message.contains("\n"))
  }

  @Test("A file that cannot be used is told by its name", arguments: WireProtocol.allCases)
  func files(wireProtocol: WireProtocol) async throws {
    let certificates = try await Certificates()
    let broken = certificates.path("broken.pem")
    let (begin, end) = ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----")
    try Data("\(begin)\nMIIB\n\(end)\n".utf8).write(to: URL(filePath: broken))
    func refusal(
      authority: String? = nil, certificate: String? = nil, key: String? = nil
    ) -> String {
      wireProtocol.refusal {
        $0.endpoint = "https://localhost:4317"
        $0.certificateFile = authority
        $0.clientCertificateFile = certificate
        $0.clientKeyFile = key
      }
    }
    let (ours, ourKey) = (certificates.certificate("client"), certificates.key("client"))
    let table: [(message: String, words: [String])] = [
      (refusal(authority: "/nowhere.pem"), ["/nowhere.pem: cannot be read: No such file", "E"]),
      (refusal(authority: "/"), ["/: cannot be read: Is a directory", "E"]),
      (refusal(authority: ourKey), [ourKey, "no certificate in PEM", "E"]),
      (refusal(authority: broken), [broken, "no usable certificate", "E"]),
      (refusal(certificate: broken, key: ourKey), [broken, "no usable certificate", "CLIENT_C"]),
      (refusal(certificate: ours, key: ours), [ours, "no private key in PEM", "CLIENT_KEY"]),
      (refusal(certificate: ours), [ours, "needs its key", "CLIENT_KEY"]),
      (refusal(key: ourKey), [ourKey, "needs its certificate", "CLIENT_C"]),
      (
        refusal(certificate: ours, key: certificates.key("server")),
        [certificates.key("server"), "not that of \(ours)", "CLIENT_KEY"]
      ),
      (
        refusal(certificate: ours, key: certificates.path("locked.key")),
        [certificates.path("locked.key"), "encrypted", "CLIENT_KEY"]
      ),
    ]
    for (message, words) in table {
      for word in words { #expect(message.contains(word), "\(message)") }
    }
  }

  @Test("Files are of no interest without TLS", arguments: WireProtocol.allCases)
  func plain(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver()
    try await wireProtocol.withTransport(
      to: receiver.endpoint(wireProtocol), { $0.certificateFile = "/nowhere.pem" }
    ) { try await $0.expectTaken() }
  }
}

extension WireProtocol {
  /// Why no transport can be made; empty if one can.
  fileprivate func refusal(_ change: (inout TransportOptions) -> Void) -> String {
    var options = TransportOptions()
    options.endpoint = "http://localhost:4317"
    change(&options)
    do {
      _ = try transport(options)
      return ""
    } catch {
      return error.message
    }
  }
}
