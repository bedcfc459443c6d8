import Foundation
import Testing

/// Two authorities, and what they have signed; made by openssl, removed with this object.
final class Certificates {
  private let directory: URL

  /// The authority that the receiver and its clients trust.
  var authority: String { path("authority.pem") }
  /// One that they do not know.
  var otherAuthority: String { path("other.pem") }

  /// `server` (localhost and 127.0.0.1), `elsewhere` (another host), `client`, `stranger` (of the
  /// other authority).
  func certificate(_ name: String) -> String { path("\(name).pem") }
  func key(_ name: String) -> String { path("\(name).key") }

  /// A file of that name.
  func path(_ name: String) -> String { directory.appending(path: name).path }

  init() async throws {
    directory = FileManager.default.temporaryDirectory.appending(
      path: "otlp-certificates-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    for name in ["authority", "other"] {
      try await openssl(
        ["req", "-x509", "-days", "2", "-subj", "/CN=\(name)", "-out", "\(name).pem"]
          + newKey(name))
    }
    try await sign("server", by: "authority", names: "DNS:localhost,IP:127.0.0.1")
    try await sign("elsewhere", by: "authority", names: "DNS:elsewhere.example")
    try await sign("client", by: "authority", names: "DNS:client.example")
    try await sign("stranger", by: "other", names: "DNS:stranger.example")
    try await openssl(
      ["pkcs8", "-topk8", "-in", "client.key", "-passout", "pass:x", "-out", "locked.key"])
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  private func sign(_ name: String, by authority: String, names: String) async throws {
    try await openssl(["req", "-subj", "/CN=\(name)", "-out", "\(name).csr"] + newKey(name))
    let extensions = directory.appending(path: "\(name).ext")
    try Data("subjectAltName=\(names)\n".utf8).write(to: extensions)
    try await openssl([
      "x509", "-req", "-in", "\(name).csr", "-CA", "\(authority).pem", "-CAkey",
      "\(authority).key", "-CAcreateserial", "-days", "2", "-extfile", extensions.path, "-out",
      "\(name).pem",
    ])
  }

  private func newKey(_ name: String) -> [String] {
    [
      "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
      "\(name).key",
    ]
  }

  private func openssl(_ arguments: [String]) async throws {
    let status = await (try RunningProgram(["openssl"] + arguments, in: directory)).end()
    let errors = try String(contentsOf: directory.appending(path: "errors"), encoding: .utf8)
    try #require(status == 0, "\(errors)")
  }
}
