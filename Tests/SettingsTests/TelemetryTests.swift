import Settings
import Testing

@Suite("Settings of telemetry")
struct TelemetryTests {
  @Test("Every key reaches its property")
  func everyKey() throws {
    let settings = try load(
      """
      [telemetry]
      endpoint = "https://otel.example.com:4317"
      protocol = "grpc"
      headers_file = "/etc/sonde/headers"
      certificate = "ca.pem"
      client_key = "client.key"
      client_certificate = "client.pem"
      compression = "gzip"
      timeout = 2.5
      spool = "/var/spool/sonde"
      spool_bytes = 1_000_000
      command_args = true
      span_floor = 0.5
      span_limit = 7
      prometheus = "[::1]:9464"
      logs_file = "logs.jsonl"
      [log]
      format = "json"
      """)
    var expected = Settings()
    expected.telemetry.endpoint = "https://otel.example.com:4317"
    expected.telemetry.wireProtocol = "grpc"
    expected.telemetry.headersFile = "/etc/sonde/headers"
    expected.telemetry.certificate = "ca.pem"
    expected.telemetry.clientKey = "client.key"
    expected.telemetry.clientCertificate = "client.pem"
    expected.telemetry.compression = "gzip"
    expected.telemetry.timeout = 2.5
    expected.telemetry.spool = "/var/spool/sonde"
    expected.telemetry.spoolBytes = 1_000_000
    expected.telemetry.commandArgs = true
    expected.telemetry.spanFloor = 0.5
    expected.telemetry.spanLimit = 7
    expected.telemetry.prometheus = "[::1]:9464"
    expected.telemetry.logsFile = "logs.jsonl"
    expected.log.format = "json"
    #expect(settings == expected)
  }

  @Test("A variable says what the file would say")
  func variables() throws {
    let settings = try Settings.load(
      file: nil,
      environment: [
        "SONDE_TELEMETRY_ENDPOINT": "http://localhost:4318", "SONDE_TELEMETRY_PROTOCOL": "grpc",
        "SONDE_TELEMETRY_PROMETHEUS": "0.0.0.0:9000", "SONDE_TELEMETRY_COMMAND_ARGS": "true",
        "SONDE_TELEMETRY_SPOOL_BYTES": "0", "SONDE_LOG_FORMAT": "json",
      ])
    #expect(settings.telemetry.endpoint == "http://localhost:4318")
    #expect(settings.telemetry.wireProtocol == "grpc")
    #expect(settings.telemetry.prometheus == "0.0.0.0:9000")
    #expect(settings.telemetry.commandArgs)
    #expect(settings.telemetry.spoolBytes == 0)
    #expect(settings.log.format == "json")
  }

  @Test("The spool is beside the database unless it is chosen")
  func spool() throws {
    #expect(try load("database.url = '/data/a.db'").spoolDirectory == "/data/a.db-spool")
    #expect(try load("telemetry.spool = 's'").spoolDirectory == "s")
  }

  @Test(
    "What telemetry cannot be set up with is refused, with how to mend it",
    arguments: [
      (
        "endpoint = \"localhost:4318\"",
        "12: 'telemetry.endpoint' must be a URL such as http://localhost:4318, "
          + "not the text 'localhost:4318'; write http://localhost:4318"
      ),
      (
        "endpoint = \"http:///v1\"",
        "12: 'telemetry.endpoint' has no host; write one like http://localhost:4318"
      ),
      (
        "endpoint = \"http://me:secret@host\"",
        "12: 'telemetry.endpoint' has a user in it; "
          + "send the password with telemetry.headers_file"
      ),
      (
        "endpoint = \"ftp://me:secret@host\"",
        "12: 'telemetry.endpoint' must be a URL such as http://localhost:4318"
      ),
      (
        "endpoint = 4318",
        "12: 'telemetry.endpoint' must be a URL such as http://localhost:4318, not 4318; "
          + "put it in quotes"
      ),
      (
        "protocol = \"gprc\"",
        "12: 'telemetry.protocol' must be \"http/protobuf\" or \"grpc\", not the text 'gprc'; "
          + "did you mean 'grpc'?"
      ),
      (
        "protocol = \"http/json\"",
        "12: 'telemetry.protocol' must be \"http/protobuf\" or \"grpc\", "
          + "not the text 'http/json'"
      ),
      (
        "headers_file = \"\"",
        "16: 'telemetry.headers_file' is empty; write a path, or remove the key"
      ),
      (
        "prometheus = 9464",
        "14: 'telemetry.prometheus' must be a host and a port, such as localhost:9464, "
          + "not 9464; write \"localhost:9464\""
      ),
      (
        "prometheus = \":9464\"",
        "14: 'telemetry.prometheus' must be a host and a port, such as localhost:9464, "
          + "not the text ':9464'; write the host; 0.0.0.0 is all of them"
      ),
      (
        "prometheus = \"::1:9464\"",
        "14: 'telemetry.prometheus' must be a host and a port, such as localhost:9464, "
          + "not the text '::1:9464'; an address with colons goes into brackets, as in [::1]:9464"
      ),
      (
        "timeout = 0",
        "11: 'telemetry.timeout' must be a number of seconds from 0.1 to 600, not 0"
      ),
      (
        "spool_bytes = -1",
        "15: 'telemetry.spool_bytes' must be a whole number of bytes from 0 to 1099511627776, "
          + "not -1"
      ),
    ])
  func refused(line: String, complaint: String) {
    #expect(complaints("[telemetry]\n\(line)") == "config.toml:2:" + complaint)
  }
}
