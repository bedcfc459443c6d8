/// Where telemetry is sent, and how; one for each signal.
public struct TransportOptions: Sendable, Equatable {
  /// The protocol on the wire.
  public enum WireProtocol: String, Sendable, CaseIterable {
    /// OTLP/gRPC.
    case grpc
    /// OTLP/HTTP with protobuf.
    case httpProtobuf = "http/protobuf"
  }

  /// The protocol.
  public var wireProtocol = WireProtocol.httpProtobuf
  /// The whole URL: for HTTP with the signal's path; for gRPC scheme, host and port count.
  public var endpoint = "http://localhost:4318/v1/traces"
  /// No TLS, for a gRPC endpoint without a scheme.
  public var isInsecure = false
  /// PEM file of the authorities to trust; `nil`: the system's.
  public var certificateFile: String?
  /// PEM file of our own key, for mTLS.
  public var clientKeyFile: String?
  /// PEM file of our own certificate, for mTLS.
  public var clientCertificateFile: String?
  /// Sent with each request; names are case-insensitive.
  public var headers: [Header] = []
  /// Whether requests are compressed with gzip.
  public var isCompressed = false
  /// Of one try.
  public var timeout = Duration.seconds(10)
  /// `User-Agent`.
  public var userAgent = "OTel-OTLP-Exporter-Swift/0.1.0"

  /// The defaults of the specification.
  public init() {}

  /// A header, or gRPC metadata.
  public struct Header: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: String

    /// Puts a header together.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }
}
