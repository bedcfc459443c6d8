import Foundation

/// Certificates of an authority of a test's own, for a collector and for whoever sends to it.
struct TelemetryCertificates {
  let authority: String
  let server: (certificate: String, key: String)
  let client: (certificate: String, key: String)
  /// An authority that has signed none of them.
  let stranger: String

  /// What a collector with TLS is started with.
  var options: [String] { ["--certificate", server.certificate, "--key", server.key] }

  init(in directory: TemporaryDirectory) async throws {
    try directory.write(Self.script, to: "make-certificates", permissions: 0o755)
    let result = try await RunningCommand([directory.path("make-certificates")], in: directory)
      .end()
    if result.status != 0 { throw Installation.Missing(description: result.errorText) }
    authority = directory.path("ca.pem")
    stranger = directory.path("stranger.pem")
    server = (directory.path("server.pem"), directory.path("server-key.pem"))
    client = (directory.path("client.pem"), directory.path("client-key.pem"))
  }

  /// As docs/telemetry/production.md has it.
  private static let script = """
    #!/bin/bash
    set -eu
    key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
    openssl req -x509 "${key[@]}" -days 30 -subj /CN=ca -keyout ca-key.pem -out ca.pem
    openssl req -x509 "${key[@]}" -days 30 -subj /CN=stranger -keyout s.pem -out stranger.pem
    for name in server client; do
      openssl req "${key[@]}" -subj /CN=$name -keyout $name-key.pem -out $name.csr
      openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 30 \\
        -extfile <(echo subjectAltName=IP:127.0.0.1) -out $name.pem
    done
    chmod 600 ./*key.pem
    """
}
