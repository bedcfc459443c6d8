import Foundation
import Testing

extension TracingTests {
  @Suite("A variable of OpenTelemetry")
  struct TelemetryVariableTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private static let command = ["/bin/sh", "-c", "/bin/true; echo out"]

    @Test("decides what is exported; a bad value is said and ignored")
    func choices() async throws {
      let receiver = try await TelemetryReceiver(in: directory)
      var count = 0
      for choice in TelemetryChoice.table {
        let trace = try await run(
          receiver.environment().with(choice.variables.mapValues { Optional($0) }))
        let requests = try receiver.requests()[count...]
        count += requests.count
        #expect(Set(requests.map(\.signal)) == choice.signals, "\(choice.testDescription)")
        let errors = trace.result.errorText
        if let warning = choice.warning {
          #expect(errors.contains(warning), "\(choice.testDescription): \(errors)")
          #expect(errors.split(separator: "\n").count == 1, "\(errors)")
        } else {
          #expect(errors == "", "\(choice.testDescription)")
        }
        // The database has the trace, whatever is exported of it.
        #expect(try trace.run().traceId?.count == 32)
      }
    }

    @Test("without one of them, nothing is exported, and nothing is said or left on disk")
    func nothing() async throws {
      let trace = try await run(.withoutTelemetry)
      #expect(trace.result.errorText == "")
      #expect(!directory.exists("trace.db-spool"))
    }

    @Test("makes a collector on this host be taken for granted: ENABLE_OTLP=true")
    func enabled() async throws {
      // The usual port may be taken here, and is free there.
      let namespaces = try await NetworkNamespaces(hosts: 0, in: directory)
      defer { withExtendedLifetime(namespaces) {} }
      let place = namespaces.collector
      let receiver = try await TelemetryReceiver(
        in: directory, options: ["--http-port", "4318"], namespace: place)
      let sonde = [
        try Installation().sonde, "run", "--no-report", "--db", directory.path("trace.db"), "--",
      ]
      let result = try await RunningCommand(
        NetworkNamespaces.command(sonde + Self.command, in: place), in: directory,
        environment: .withoutTelemetry.with(["ENABLE_OTLP": "true"])
      ).end()
      #expect(result.outputText == "out\n")
      #expect(Set(try receiver.requests().map(\.signal)) == ["traces", "metrics", "logs"])
    }

    @Test("that names a configuration file of OpenTelemetry is refused, before anything is run")
    func configurationFile() async throws {
      let environment: [String: String?] = ["OTEL_CONFIG_FILE": "/etc/otel.yaml"]
      for command in [
        ["run", "--db", directory.path("trace.db"), "--", "/bin/echo", "out"], ["agent"],
      ] {
        let result = try await RunningCommand(
          [try Installation().sonde] + command, in: directory,
          environment: .withoutTelemetry.with(environment)
        ).end()
        #expect(result.status == 2)
        #expect(result.outputText == "")
        #expect(result.errorText.hasPrefix("sonde: OTEL_CONFIG_FILE: '/etc/otel.yaml' is not read"))
      }
      let other = try await run(
        .withoutTelemetry.with(environment).with(["ENABLE_OTLP": "false"]))
      #expect(other.result.errorText == "")
    }

    @Test("says what all of it is from")
    func resource() async throws {
      let requests = try await received([
        "OTEL_SERVICE_NAME": "assembly",
        "OTEL_RESOURCE_ATTRIBUTES": "service.name=other,deployment.environment.name=a%20b",
      ])
      let resources = requests.flatMap(\.message.resources)
      #expect(resources.count == 3)
      for resource in resources {
        #expect(resource.text("service.name") == "assembly")
        #expect(resource.text("deployment.environment.name") == "a b")
        #expect(resource.text("telemetry.sdk.language") == "swift")
        #expect(resource.text("host.name")?.isEmpty == false)
      }
      #expect(Set(resources.map { $0.text("service.instance.id") }).count == 1)
    }

    @Test("compresses, and adds headers", arguments: TelemetryProtocol.allCases)
    func headers(wireProtocol: TelemetryProtocol) async throws {
      let requests = try await received(
        [
          "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
          "OTEL_EXPORTER_OTLP_HEADERS": "x-tenant=a%2Cb,X-Other= c ",
        ], wireProtocol)
      #expect(requests.count >= 3)
      for request in requests {
        #expect(request.compression == "gzip")
        #expect(request.headers["x-tenant"] == "a,b")
        #expect(request.headers["x-other"] == "c")
        #expect(request.headers["user-agent"]?.hasPrefix("OTel-OTLP-Exporter-Swift/") == true)
      }
    }

    @Test("is a base for the paths of signals, or the whole address of one")
    func paths() async throws {
      let receiver = try await TelemetryReceiver(in: directory)
      let base = receiver.endpoint(.http)
      _ = try await run(
        .withoutTelemetry.with([
          "OTEL_EXPORTER_OTLP_ENDPOINT": "\(base)/base/",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "\(base)/own/v1/traces",
        ]))
      #expect(
        Set(try receiver.requests().map(\.path))
          == ["/own/v1/traces", "/base/v1/metrics", "/base/v1/logs"])
    }

    @Test("beats the configuration file", arguments: [true, false])
    func beatsFile(isSet: Bool) async throws {
      let (named, other) = (
        try await TelemetryReceiver(in: directory), try await TelemetryReceiver(in: directory)
      )
      let config = try directory.write(
        """
        [telemetry]
        endpoint = "\(named.endpoint(.grpc))"
        protocol = "grpc"
        """, to: "sonde.toml")
      _ = try await Trace(
        Self.command, options: ["--config", config],
        environment: isSet ? other.environment(.http) : .withoutTelemetry, in: directory)
      #expect(try named.requests().isEmpty == isSet)
      #expect(try other.requests().isEmpty == !isSet)
    }

    @Test("tells sums since the last time: delta")
    func temporality() async throws {
      let requests = try await received([
        "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE": "delta"
      ])
      let sums = requests.metrics.compactMap(\.sum)
      #expect(sums.contains { $0.isMonotonic == true })
      for sum in sums {
        #expect(sum.aggregationTemporality == (sum.isMonotonic == true ? 1 : 2))
      }
      let histograms = requests.metrics.compactMap(\.histogram)
      #expect(!histograms.isEmpty)
      #expect(histograms.allSatisfy { $0.aggregationTemporality == 1 })
    }

    @Test("prints spans as lines of JSON beside the command's output", arguments: ["otlp/stdout"])
    func standardOutput(exporter: String) async throws {
      let trace = try await run(
        .withoutTelemetry.with(["OTEL_TRACES_EXPORTER": exporter]), output: nil)
      let lines = trace.result.outputText.split(separator: "\n")
      #expect(lines.contains("out"))
      let spans = try messages(lines.filter { $0 != "out" }).flatMap(\.spans)
      #expect(try TelemetryAgreement(trace.database, spans: spans).differences == [])
    }

    @Test("is not needed for a file with the log")
    func logsFile() async throws {
      let file = directory.path("logs.jsonl")
      let trace = try await run(.withoutTelemetry.with(["SONDE_TELEMETRY_LOGS_FILE": file]))
      _ = try await run(.withoutTelemetry.with(["SONDE_TELEMETRY_LOGS_FILE": file]))
      let found = try messages(try directory.read("logs.jsonl").split(separator: "\n"))
      let texts = found.flatMap(\.records).map(\.text)
      #expect(texts.count { $0 == "run began" } == 2)
      #expect(texts.count { $0.hasPrefix("run ended") } == 2)
      let first = try #require(try trace.database.runs().first)
      #expect(found.flatMap(\.records).first?.traceId == first.traceId)
      #expect(found.flatMap(\.records).first?.spanId == first.spanId)
    }

    // MARK: Runs

    private func run(
      _ environment: [String: String?], output: String? = "out\n"
    ) async throws -> Trace {
      let trace = try await Trace(Self.command, environment: environment, in: directory)
      #expect(trace.result.status == 0)
      if let output { #expect(trace.result.outputText == output) }
      return trace
    }

    private func received(
      _ variables: [String: String?], _ wireProtocol: TelemetryProtocol = .http
    ) async throws -> [TelemetryRequest] {
      let receiver = try await TelemetryReceiver(in: directory)
      let trace = try await run(receiver.environment(wireProtocol).with(variables))
      #expect(trace.result.errorText == "")
      return try receiver.requests()
    }

    private func messages(_ lines: [Substring]) throws -> [TelemetryMessage] {
      try lines.map { try JSONDecoder().decode(TelemetryMessage.self, from: Data($0.utf8)) }
    }
  }
}
