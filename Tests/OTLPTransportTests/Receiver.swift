import Foundation
import OTLP
import Testing

/// The receiver in Python, which knows nothing of us. It ends with this object.
final class Receiver: Sendable {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// What it wrote down of a request.
  struct Record: Decodable {
    let signal: String
    let path: String
    let headers: [String: String]
    let compression: String?
    let wireBytes: Int?
    let bytes: Int
    let items: Int?
    let peer: Int
    let answer: String
  }

  private struct Ports: Decodable {
    let grpcPort: Int
    let httpPort: Int
  }

  private let program: RunningProgram
  private let directory: URL
  private let ports: Ports

  /// Starts it; returns once it listens.
  ///
  /// - Parameters:
  ///   - answers: JSON, as its `--help` describes.
  ///   - certificates: to serve TLS with, and whose.
  ///   - like: one whose ports are to be taken over.
  init(
    answers: String = "[]", _ arguments: String..., certificates: Certificates? = nil,
    name: String = "server", like earlier: Receiver? = nil
  ) async throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "otlp-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let script = Self.root.appending(path: "Tests/Scripts/otlp_receiver.py").path
    var arguments = [try Self.python(), "-B", script, "--answers", answers] + arguments
    arguments += ["--output", "requests", "--end-with-parent"]
    if let certificates {
      arguments += ["--certificate", certificates.certificate(name)]
      arguments += ["--key", certificates.key(name)]
    }
    if let earlier {
      arguments += ["--grpc-port", "\(earlier.ports.grpcPort)"]
      arguments += ["--http-port", "\(earlier.ports.httpPort)"]
    }
    program = try RunningProgram(arguments, in: directory)
    ports = try await Self.ports(of: directory)
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  /// Where to send a signal.
  func endpoint(
    _ wireProtocol: TransportOptions.WireProtocol, _ signal: Signal = .traces,
    scheme: String = "http", host: String = "127.0.0.1"
  ) -> String {
    switch wireProtocol {
    case .grpc: "\(scheme)://\(host):\(ports.grpcPort)"
    case .httpProtobuf: "\(scheme)://\(host):\(ports.httpPort)/v1/\(signal.rawValue)"
    }
  }

  /// What has come. A request is written down before it is answered.
  func records() throws -> [Record] {
    try lines().map { try Self.decoder.decode(Record.self, from: Data($0.utf8)) }
  }

  /// Waits until something has come.
  func arrival() async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try records().isEmpty {
      guard ContinuousClock.now < deadline else { throw Missing(description: "a request") }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// The requests themselves, as OTLP's JSON.
  func messages() throws -> [String] {
    try lines().map { line in
      let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let message = try #require(record?["message"])
      let data = try JSONSerialization.data(withJSONObject: message, options: .sortedKeys)
      return String(decoding: data, as: UTF8.self)
    }
  }

  /// But for one that is being written.
  private func lines() throws -> [Substring] {
    let path = directory.appending(path: "requests")
    guard FileManager.default.fileExists(atPath: path.path) else { return [] }
    let text = try String(contentsOf: path, encoding: .utf8)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  /// Ends it; nothing listens at its ports afterwards.
  func stop() async {
    kill(program.pid, SIGTERM)
    await program.end()
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }

  private static var root: URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
  }

  private static func python() throws -> String {
    let path =
      ProcessInfo.processInfo.environment["TEST_PYTHON"]
      ?? root.appending(path: ".build/test-python/bin/python").path
    // A test that cannot run fails, for one that is skipped tells nobody.
    try #require(
      FileManager.default.isExecutableFile(atPath: path), "no Python at \(path): make test")
    return path
  }

  /// What it says first, once it has.
  private static func ports(of directory: URL) async throws -> Ports {
    // Looks, not seconds: beside tests that compute for long, there may be many seconds between two looks.
    for _ in 0..<3_000 {
      if let said = try? Data(contentsOf: directory.appending(path: "output")),
        said.last == UInt8(ascii: "\n")
      {
        return try decoder.decode(Ports.self, from: said)
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    let errors = try? String(contentsOf: directory.appending(path: "errors"), encoding: .utf8)
    throw Missing(description: "the receiver does not start: \(errors ?? "")")
  }
}
