import OTLP

/// How a signal goes to a collector. A signal's own variable beats that for all signals.
extension SettingsReading {
  private static let prefix = "OTEL_EXPORTER_OTLP"

  /// The variables for an option, the one that beats the other first.
  private func names(_ signal: Signal, _ option: String) -> [String] {
    ["\(Self.prefix)_\(signal.rawValue.uppercased())_\(option)", "\(Self.prefix)_\(option)"]
  }

  /// What the first variable that says something valid says.
  private mutating func first<Value>(
    _ signal: Signal, _ option: String, _ read: (inout Variables, String) -> Value?
  ) -> Value? {
    for name in names(signal, option) {
      if let value = read(&variables, name) { return value }
    }
    return nil
  }

  /// The transport of a signal; `isConfigured` says whether its endpoint is somebody's choice.
  mutating func transport(
    _ signal: Signal, fileHeaders: [TransportOptions.Header]
  ) -> (options: TransportOptions, isConfigured: Bool) {
    var options = TransportOptions()
    options.wireProtocol = wireProtocol(signal)
    options.userAgent = "OTel-OTLP-Exporter-Swift/\(program.version)"
    let isInsecure = first(signal, "INSECURE") { $0.flag($1) } ?? false
    let endpoint = endpoint(signal, options.wireProtocol, isInsecure: isInsecure)
    options.endpoint = endpoint?.url ?? Self.defaultEndpoint(signal, options.wireProtocol)
    options.isInsecure = !options.endpoint.hasPrefix("https:")
    options.certificateFile =
      first(signal, "CERTIFICATE") { $0.text($1) } ?? choices.certificate
    options.clientKeyFile = first(signal, "CLIENT_KEY") { $0.text($1) } ?? choices.clientKey
    options.clientCertificateFile =
      first(signal, "CLIENT_CERTIFICATE") { $0.text($1) } ?? choices.clientCertificate
    options.headers = fileHeaders
    options.headers.merge(headers(signal))
    options.isCompressed =
      (first(signal, "COMPRESSION") { $0.choice($1, Compression.self) }
        ?? choices.compression.flatMap(Compression.init)) == .gzip
    options.timeout =
      first(signal, "TIMEOUT") { $0.timeout($1) } ?? choices.timeout.map { .seconds($0) }
      ?? .seconds(10)
    return (options, endpoint != nil)
  }

  private enum Compression: String, CaseIterable {
    case gzip
    case none
  }

  private mutating func wireProtocol(_ signal: Signal) -> TransportOptions.WireProtocol {
    let chosen = first(signal, "PROTOCOL") { variables, name in
      variables.choice(name, TransportOptions.WireProtocol.self)
    }
    return chosen ?? choices.wireProtocol.flatMap(TransportOptions.WireProtocol.init)
      ?? .httpProtobuf
  }

  private static func defaultEndpoint(
    _ signal: Signal, _ wireProtocol: TransportOptions.WireProtocol
  ) -> String {
    switch wireProtocol {
    case .grpc: "http://localhost:4317"
    case .httpProtobuf: "http://localhost:4318/v1/\(signal.rawValue)"
    }
  }

  private mutating func headers(_ signal: Signal) -> [TransportOptions.Header] {
    for name in names(signal, "HEADERS") {
      guard let text = variables.text(name) else { continue }
      let (headers, problems) = HeaderList.parse(text)
      for problem in problems { variables.warn(name, problem) }
      return headers
    }
    return []
  }

  /// The headers of the file that the choices name.
  mutating func fileHeaders() throws(TelemetrySettingsError) -> [TransportOptions.Header] {
    guard let path = choices.headersFile else { return [] }
    let (headers, problems) = try HeadersFile.read(path)
    for problem in problems { variables.warn("telemetry.headers_file", path, problem) }
    return headers
  }

  /// What is there for a secure connection and has no use is somebody's mistake.
  mutating func checkSecurity(_ options: TransportOptions) {
    let files = [options.certificateFile, options.clientKeyFile, options.clientCertificateFile]
    if options.isInsecure, files.contains(where: { $0 != nil }) {
      variables.warn(
        "\(Self.prefix)_ENDPOINT",
        "the collector's URL is no https://, so certificates and keys have no use; write https://, "
          + "or leave them out")
    }
    if (options.clientKeyFile == nil) != (options.clientCertificateFile == nil) {
      variables.warn(
        "\(Self.prefix)_CLIENT_KEY",
        "a client's key and certificate have a use only together; give both, or neither")
    }
  }
}
