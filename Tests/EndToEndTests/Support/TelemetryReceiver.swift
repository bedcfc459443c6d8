import Foundation
import Testing

/// A collector that writes down what it receives, and answers as it is told. It is made of grpcio
/// and the published messages, and knows nothing of sonde.
final class TelemetryReceiver {
  private struct Ports: Decodable {
    let grpcPort: Int?
    let httpPort: Int?
  }

  private let process: RunningCommand
  private let file: String
  private let ports: [TelemetryProtocol: Int]
  private let scheme: String
  private let host: String

  /// Starts it, and waits until it listens.
  ///
  /// - Parameters:
  ///   - answers: as the script's help has them, JSON.
  ///   - options: further ones of the script.
  ///   - namespace: the network namespace that it listens in.
  ///   - previous: one that is no more, whose ports it has.
  init(
    in directory: TemporaryDirectory, answers: String = "[]", options: [String] = [],
    host: String = "127.0.0.1", namespace: String? = nil, at previous: TelemetryReceiver? = nil
  ) async throws {
    file = directory.path("received-\(UUID().uuidString).jsonl")
    self.host = host
    scheme = options.contains("--certificate") ? "https" : "http"
    var command = [
      try Installation.python().path, Installation.path("Tests/Scripts/otlp_receiver.py"),
      "--host", host, "--output", file, "--answers", answers,
    ]
    if let previous {
      command += ["--grpc-port", String(previous.port(.grpc))]
      command += ["--http-port", String(previous.port(.http))]
    }
    command += options
    if let namespace { command = NetworkNamespaces.command(command, in: namespace) }
    let process = try RunningCommand(command, in: directory)
    self.process = process
    try await wait(for: "the receiver to listen") {
      guard process.isRunning else {
        throw Installation.Missing(description: "no receiver: \(process.errorTextSoFar)")
      }
      return process.outputTextSoFar.hasSuffix("\n")
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let ports = try decoder.decode(Ports.self, from: Data(process.outputTextSoFar.utf8))
    self.ports = [.grpc: ports.grpcPort ?? 0, .http: ports.httpPort ?? 0]
  }

  deinit { process.killGroup() }

  func port(_ wireProtocol: TelemetryProtocol) -> Int { ports[wireProtocol] ?? 0 }

  /// Ends it; what it received can still be read.
  func stop() async throws {
    process.send(SIGTERM)
    _ = try await process.end()
  }

  /// What makes a program send to it, and says nothing else of telemetry.
  func environment(_ wireProtocol: TelemetryProtocol = .http) -> [String: String?] {
    .withoutTelemetry.with([
      "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint(wireProtocol),
      "OTEL_EXPORTER_OTLP_PROTOCOL": wireProtocol.rawValue,
    ])
  }

  func endpoint(_ wireProtocol: TelemetryProtocol) -> String {
    "\(scheme)://\(host):\(port(wireProtocol))"
  }

  /// What has come by now, in order.
  func requests() throws -> [TelemetryRequest] {
    let newline = UInt8(ascii: "\n")
    // The last line may still be being written.
    guard let data = FileManager.default.contents(atPath: file),
      let end = data.lastIndex(of: newline)
    else { return [] }
    let decoder = JSONDecoder()
    return try data[...end].split(separator: newline).map {
      try decoder.decode(TelemetryRequest.self, from: $0)
    }
  }

  /// Waits until `condition` holds of what has come.
  func waitFor(
    _ what: String, within limit: Duration = .seconds(20),
    _ condition: ([TelemetryRequest]) throws -> Bool
  ) async throws {
    try await wait(for: what, within: limit) { try condition(self.requests()) }
  }
}
