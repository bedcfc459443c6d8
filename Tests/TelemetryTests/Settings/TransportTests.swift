import OTLP
import Telemetry
import Testing

@Suite("How signals are sent")
struct TransportTests {
  private static let endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"
  private static let traces = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
  private static let wireProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL"
  private static let insecure = "OTEL_EXPORTER_OTLP_INSECURE"

  @Test(
    "The URL of an endpoint follows from the variables",
    arguments: [
      (["ENABLE_OTLP": "true"], "http://localhost:4318/v1/traces"),
      (["ENABLE_OTLP": "true", wireProtocol: "grpc"], "http://localhost:4317"),
      ([endpoint: "http://c:4318"], "http://c:4318/v1/traces"),
      ([endpoint: "http://c:4318/"], "http://c:4318/v1/traces"),
      ([endpoint: "http://c:4318/base/"], "http://c:4318/base/v1/traces"),
      ([endpoint: "http://c:4318/base"], "http://c:4318/base/v1/traces"),
      ([endpoint: "HTTPS://C:4318"], "https://C:4318/v1/traces"),
      ([endpoint: "https://c"], "https://c/v1/traces"),
      ([endpoint: "http://c:4318?x=1#y"], "http://c:4318/v1/traces"),
      ([endpoint: "http://[::1]:4318"], "http://[::1]:4318/v1/traces"),
      ([traces: "http://c:4318"], "http://c:4318/"),
      ([traces: "http://c:4318/"], "http://c:4318/"),
      ([traces: "http://c:4318/my/path"], "http://c:4318/my/path"),
      ([traces: "http://t:4318/x", endpoint: "http://c:4318"], "http://t:4318/x"),
      ([traces: "nonsense", endpoint: "http://c:4318"], "http://c:4318/v1/traces"),
      ([endpoint: "http://c:4317", wireProtocol: "grpc"], "http://c:4317"),
      ([endpoint: "http://c:4317/ignored", wireProtocol: "grpc"], "http://c:4317"),
      ([endpoint: "https://c", wireProtocol: "grpc"], "https://c:443"),
      ([endpoint: "http://c", wireProtocol: "grpc"], "http://c:80"),
      ([endpoint: "c:4317", wireProtocol: "grpc"], "https://c:4317"),
      ([endpoint: "c:4317", wireProtocol: "grpc", insecure: "true"], "http://c:4317"),
      ([endpoint: "https://c:4317", wireProtocol: "grpc", insecure: "true"], "https://c:4317"),
      ([endpoint: "http://c:4317", wireProtocol: "grpc", insecure: "false"], "http://c:4317"),
      ([endpoint: "[::1]:4317", wireProtocol: "grpc", insecure: "true"], "http://[::1]:4317"),
      (
        [endpoint: "http://c:4318", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "grpc"],
        "http://c:4318"
      ),
    ] as [([String: String], String)])
  func url(environment: [String: String], expected: String) throws {
    let transport = try settings(environment).traces.transport
    #expect(transport.endpoint == expected)
    #expect(transport.isInsecure == expected.hasPrefix("http:"))
  }

  @Test("Each signal has its own path")
  func paths() throws {
    let settings = try settings([Self.endpoint: "http://c:4318"])
    #expect(
      Signal.allCases.map { settings[$0].transport.endpoint } == [
        "http://c:4318/v1/traces", "http://c:4318/v1/metrics", "http://c:4318/v1/logs",
      ])
  }

  @Test(
    "What is no endpoint starts nothing, and is named with how to mend it",
    arguments: [
      (
        "localhost:4318",
        "'localhost:4318' has no scheme, and is ignored; write http://localhost:4318"
      ),
      ("ftp://c", "'ftp://c' is neither http:// nor https://, and is ignored"),
      ("http://", "'http://' is no URL, and is ignored; write one like http://localhost:4318"),
      (
        "http://:4318",
        "'http://:4318' is no URL, and is ignored; write one like http://localhost:4318"
      ),
      (
        "http://c:0", "'http://c:0' is no URL, and is ignored; write one like http://localhost:4318"
      ),
      (
        "http://c:port",
        "'http://c:port' is no URL, and is ignored; write one like http://localhost:4318"
      ),
      (
        "http://c d:1",
        "'http://c d:1' is no URL, and is ignored; write one like http://localhost:4318"
      ),
      (
        "http://::1:4318",
        "'http://::1:4318' is no URL, and is ignored; write one like http://localhost:4318"
      ),
      (
        "https://me:hunter2@c:4318",
        "has a user in its URL, and is ignored; send the password as a header instead "
          + "(OTEL_EXPORTER_OTLP_HEADERS, or telemetry.headers_file)"
      ),
    ])
  func notEndpoint(value: String, complaint: String) throws {
    let settings = try settings([Self.endpoint: value])
    #expect(!settings.isSentToCollector)
    #expect(settings.warnings == ["\(Self.endpoint): \(complaint)"])
  }

  @Test(
    "Ports that are mixed up or missing are told",
    arguments: [
      (
        "http/protobuf", "http://c:4317",
        "'http://c:4317' has the port of grpc, but the protocol is http/protobuf; write port 4318, "
          + "or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc"
      ),
      (
        "grpc", "http://c:4318",
        "'http://c:4318' has the port of http/protobuf, but the protocol is grpc; write port 4317, "
          + "or set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"
      ),
      ("grpc", "http://c", "'http://c' has no port, so it is 80; a collector's is usually 4317"),
      ("http/protobuf", "https://c", nil), ("grpc", "https://c:4317", nil),
      ("http/protobuf", "http://c:8080", nil),
    ] as [(String, String, String?)])
  func ports(wireProtocol: String, endpoint: String, complaint: String?) throws {
    let settings = try settings([
      Self.wireProtocol: wireProtocol, Self.endpoint: endpoint,
    ])
    #expect(settings.isSentToCollector)
    #expect(settings.warnings == (complaint.map { ["\(Self.endpoint): \($0)"] } ?? []))
  }

  @Test("A signal's own variable beats that for all, and that the file")
  func precedence() throws {
    let settings = try settings([
      Self.endpoint: "https://c:4318",
      "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip", "OTEL_EXPORTER_OTLP_LOGS_COMPRESSION": "none",
      "OTEL_EXPORTER_OTLP_TIMEOUT": "2000", "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT": "0",
      "OTEL_EXPORTER_OTLP_CERTIFICATE": "/env/ca.pem",
      "OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE": "/env/logs.pem",
      "OTEL_EXPORTER_OTLP_CLIENT_KEY": "/env/key.pem",
      "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": "/env/client.pem",
      "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL": "grpc",
    ]) {
      $0.endpoint = "http://file:4317"
      $0.wireProtocol = "http/protobuf"
      $0.compression = "none"
      $0.timeout = 5
      $0.certificate = "/file/ca.pem"
      $0.clientKey = "/file/key.pem"
    }
    let traces = settings.traces.transport
    #expect(traces.endpoint == "https://c:4318/v1/traces")
    #expect(traces.isCompressed)
    #expect(traces.timeout == .seconds(2))
    #expect(traces.certificateFile == "/env/ca.pem")
    #expect(traces.clientKeyFile == "/env/key.pem")
    #expect(traces.clientCertificateFile == "/env/client.pem")
    #expect(traces.userAgent == "OTel-OTLP-Exporter-Swift/1.2.3")
    let logs = settings.logs.transport
    #expect(!logs.isCompressed)
    // None means as long as it takes.
    #expect(logs.timeout == .milliseconds(Int(Int32.max)))
    #expect(logs.certificateFile == "/env/logs.pem")
    #expect(settings.metrics.transport.wireProtocol == .grpc)
    #expect(settings.metrics.transport.endpoint == "https://c:4318")
  }

  @Test("What no variable says is taken from the file")
  func file() throws {
    let settings = try settings {
      $0.endpoint = "https://c:4317"
      $0.wireProtocol = "grpc"
      $0.compression = "gzip"
      $0.timeout = 2.5
      $0.certificate = "ca.pem"
    }
    for signal in Signal.allCases {
      let transport = settings[signal].transport
      #expect(transport.endpoint == "https://c:4317")
      #expect(transport.wireProtocol == .grpc)
      #expect(transport.isCompressed && transport.timeout == .milliseconds(2500))
      #expect(transport.certificateFile == "ca.pem")
    }
    #expect(settings.warnings.isEmpty)
  }

  @Test("Without anything, the defaults are those of the specification")
  func defaults() throws {
    let transport = try settings(["ENABLE_OTLP": "true"]).traces.transport
    #expect(transport.wireProtocol == .httpProtobuf)
    #expect(transport.timeout == .seconds(10))
    #expect(!transport.isCompressed && transport.headers.isEmpty)
    #expect(transport.certificateFile == nil)
  }

  @Test("Certificates without use are told, once for all signals")
  func security() throws {
    let plain = try settings([
      Self.endpoint: "http://c:4318", "OTEL_EXPORTER_OTLP_CERTIFICATE": "ca.pem",
    ])
    #expect(plain.warnings.count == 1)
    #expect(plain.warnings.first?.contains("certificates and keys have no use") == true)
    let half = try settings([
      Self.endpoint: "https://c:4318", "OTEL_EXPORTER_OTLP_CLIENT_KEY": "key.pem",
    ])
    #expect(
      half.warnings == [
        "OTEL_EXPORTER_OTLP_CLIENT_KEY: a client's key and certificate have a use only together; "
          + "give both, or neither"
      ])
  }
}
