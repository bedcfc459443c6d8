import OTLP
import Telemetry
import Testing

@Suite("Whether and where signals are exported")
struct ExportingTests {
  private static let endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"
  private static let collector = "http://collector:4318"

  @Test(
    "A signal goes to a collector when it has an endpoint, or ENABLE_OTLP is true",
    arguments: [
      ([:], []),
      (["ENABLE_OTLP": "true"], [.traces, .metrics, .logs]),
      (["ENABLE_OTLP": "TRUE"], [.traces, .metrics, .logs]),
      (["ENABLE_OTLP": "yes"], []),
      ([endpoint: collector], [.traces, .metrics, .logs]),
      ([endpoint: "  "], []),
      (["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": collector], [.traces]),
      (
        ["OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": collector, "ENABLE_OTLP": "true"],
        [.traces, .metrics, .logs]
      ),
      ([endpoint: collector, "ENABLE_OTLP": "false"], []),
      ([endpoint: collector, "ENABLE_OTLP": ""], [.traces, .metrics, .logs]),
      ([endpoint: collector, "OTEL_SDK_DISABLED": "True"], []),
      ([endpoint: collector, "OTEL_SDK_DISABLED": "1"], [.traces, .metrics, .logs]),
      ([endpoint: collector, "OTEL_TRACES_EXPORTER": "none"], [.metrics, .logs]),
      ([endpoint: collector, "OTEL_TRACES_EXPORTER": "console"], [.metrics, .logs]),
      (
        [endpoint: collector, "OTEL_METRICS_EXPORTER": "prometheus,otlp"],
        [.traces, .metrics, .logs]
      ),
      (["OTEL_TRACES_EXPORTER": "otlp"], []),
    ] as [([String: String], [Signal])])
  func exported(environment: [String: String], signals: [Signal]) throws {
    let settings = try settings(environment)
    #expect(Signal.allCases.filter { settings[$0].isSentToCollector } == signals)
    #expect(settings.isSentToCollector == !signals.isEmpty)
  }

  @Test("An endpoint in the file starts exporting, and ENABLE_OTLP=false ends it")
  func file() throws {
    #expect(try settings { $0.endpoint = Self.collector }.isSentToCollector)
    #expect(
      try !settings(["ENABLE_OTLP": "false"]) { $0.endpoint = Self.collector }.isSentToCollector)
  }

  @Test(
    "Exporters are those that are named",
    arguments: [
      ("OTEL_TRACES_EXPORTER", "console", [.console]),
      ("OTEL_TRACES_EXPORTER", "otlp, Console,otlp", [.otlp, .console]),
      ("OTEL_TRACES_EXPORTER", "otlp/stdout", [.otlpStandardOutput]),
      ("OTEL_TRACES_EXPORTER", "none", []),
      ("OTEL_TRACES_EXPORTER", "prometheus", [.otlp]),
      ("OTEL_TRACES_EXPORTER", "zipkin", [.otlp]),
      ("OTEL_TRACES_EXPORTER", "zipkin,console", [.console]),
      ("OTEL_TRACES_EXPORTER", ",", [.otlp]),
      ("OTEL_LOGS_EXPORTER", "console", [.console]),
      ("OTEL_METRICS_EXPORTER", "prometheus", [.prometheus]),
    ] as [(String, String, [Exporter])])
  func exporters(variable: String, value: String, expected: [Exporter]) throws {
    let settings = try settings([Self.endpoint: Self.collector, variable: value])
    let signal = try #require(Signal.allCases.first { variable.contains($0.rawValue.uppercased()) })
    #expect(settings[signal].exporters == expected)
    for other in Signal.allCases where other != signal {
      #expect(settings[other].exporters == [.otlp])
    }
  }

  @Test(
    "Prometheus is served when the file or the variable for the exporters asks for it",
    arguments: [
      ([:], nil, nil),
      (["OTEL_METRICS_EXPORTER": "prometheus"], nil, "localhost:9464"),
      ([:], "0.0.0.0:9000", "0.0.0.0:9000"),
      (["OTEL_EXPORTER_PROMETHEUS_PORT": "1234"], nil, nil),
      (
        [
          "OTEL_METRICS_EXPORTER": "prometheus", "OTEL_EXPORTER_PROMETHEUS_HOST": "::1",
          "OTEL_EXPORTER_PROMETHEUS_PORT": "0",
        ], nil, "[::1]:0"
      ),
      (["OTEL_EXPORTER_PROMETHEUS_PORT": "1234"], "0.0.0.0:9000", "0.0.0.0:1234"),
      (["OTEL_EXPORTER_PROMETHEUS_PORT": "99999"], "[::]:9000", "[::]:9000"),
      (["OTEL_METRICS_EXPORTER": "prometheus", "OTEL_SDK_DISABLED": "true"], nil, nil),
      (["OTEL_SDK_DISABLED": "true"], "0.0.0.0:9000", nil),
    ] as [([String: String], String?, String?)])
  func prometheus(environment: [String: String], file: String?, expected: String?) throws {
    let settings = try settings(environment) { $0.prometheus = file }
    #expect(settings.prometheus?.description == expected)
  }

  @Test("What a file says reaches the settings")
  func choices() throws {
    let settings = try settings {
      $0.spool = "/var/spool/sonde"
      $0.spoolBytes = 9
      $0.commandArgs = true
      $0.spanFloor = 0.5
      $0.spanLimit = 7
      $0.logsFile = "logs.jsonl"
      $0.logFormat = .json
    }
    #expect(settings.spool == "/var/spool/sonde")
    #expect(settings.spoolBytes == 9)
    #expect(settings.commandArgs)
    #expect(settings.spanFloor == .microseconds(500))
    #expect(settings.spanLimit == 7)
    #expect(settings.logsFile == "logs.jsonl")
    #expect(settings.logFormat == .json)
    #expect(try Self.spool(bytes: 0) == nil)
  }

  @Test(
    "A configuration file of OpenTelemetry is refused, with how to mend it",
    arguments: ["OTEL_CONFIG_FILE", "OTEL_EXPERIMENTAL_CONFIG_FILE"])
  func configurationFile(variable: String) throws {
    let error = #expect(throws: TelemetrySettingsError.self) {
      _ = try settings([variable: "/etc/otel.yaml", "OTEL_SDK_DISABLED": "true"])
    }
    #expect(
      error?.description
        == "\(variable): '/etc/otel.yaml' is not read: Sonde has no declarative configuration of "
        + "OpenTelemetry; unset it and use the OTEL_* variables or [telemetry] of Sonde's "
        + "configuration file, or set ENABLE_OTLP=false to export nothing")
    #expect(try settings([variable: ""]).warnings.isEmpty)
    #expect(try settings([variable: "/etc/otel.yaml", "ENABLE_OTLP": "false"]).warnings.isEmpty)
  }

  private static func spool(bytes: Int) throws -> String? {
    try settings {
      $0.spool = "s"
      $0.spoolBytes = bytes
    }.spool
  }
}
