extension SettingKey {
  static let telemetry = collector + waiting + exported

  private static let collector = [
    SettingKey(
      "telemetry", "endpoint", EndpointKind(), optional: \.telemetry.endpoint,
      example: "\"http://localhost:4318\"",
      about: """
        The URL of the collector that traces, metrics and logs are sent to, without the path of
        one of them. Without it, nothing is sent unless a variable of OpenTelemetry says so.
        """),
    SettingKey(
      "telemetry", "protocol", ChoiceKind(words: ["http/protobuf", "grpc"]),
      \.telemetry.wireProtocol, example: "\"grpc\"",
      about: "The protocol that the collector is spoken to with; its port is 4318 or 4317."),
    SettingKey(
      "telemetry", "headers_file", PathKind(), optional: \.telemetry.headersFile,
      example: "\"/etc/sonde/headers\"",
      about: """
        A file with headers that are sent along, a line each: 'authorization: Bearer token'.
        Nobody but its owner should be able to read it.
        """),
    SettingKey(
      "telemetry", "certificate", PathKind(), optional: \.telemetry.certificate,
      example: "\"/etc/sonde/ca.pem\"",
      about: """
        The authorities that the collector's certificate may be from, instead of the system's.
        """),
    SettingKey(
      "telemetry", "client_key", PathKind(), optional: \.telemetry.clientKey,
      example: "\"/etc/sonde/client.key\"",
      about: "The key of the certificate that is shown to the collector."),
    SettingKey(
      "telemetry", "client_certificate", PathKind(), optional: \.telemetry.clientCertificate,
      example: "\"/etc/sonde/client.pem\"",
      about: "The certificate that is shown to the collector."),
    SettingKey(
      "telemetry", "compression", ChoiceKind(words: ["none", "gzip"]), \.telemetry.compression,
      example: "\"gzip\"",
      about: "How what is sent is compressed."),
    SettingKey(
      "telemetry", "timeout", NumberKind(unit: "seconds", range: 0.1...600),
      \.telemetry.timeout, example: "5",
      about: "How long one try to send may take."),
  ]

  private static let waiting = [
    SettingKey(
      "telemetry", "spool", PathKind(), optional: \.telemetry.spool,
      example: "\"/var/lib/sonde/spool\"",
      about: """
        The directory of what waits for a collector that does not answer. Without it, beside the
        database, with '-spool' behind its name.
        """),
    SettingKey(
      "telemetry", "spool_bytes", IntegerKind(unit: "bytes", range: 0...1_099_511_627_776),
      \.telemetry.spoolBytes, example: "1073741824",
      about: "How much may wait there. What finds no room is lost and counted; 0: nothing waits."),
  ]

  private static let exported = [
    SettingKey(
      "telemetry", "command_args", BooleanKind(), \.telemetry.commandArgs, example: "true",
      about: """
        Whether spans have the arguments of commands, with what looks like a secret blotted out.
        """),
    SettingKey(
      "telemetry", "span_floor", NumberKind(unit: "milliseconds", range: 0...3_600_000),
      \.telemetry.spanFloor, example: "100",
      about: """
        Once a run has many spans, processes that took less have none: they are counted in their
        parent's.
        """),
    SettingKey(
      "telemetry", "span_limit", IntegerKind(unit: "spans", range: 0...10_000_000),
      \.telemetry.spanLimit, example: "10000",
      about: "How many spans of a run are many."),
    SettingKey(
      "telemetry", "prometheus", HostPortKind(), optional: \.telemetry.prometheus,
      example: "\"localhost:9464\"",
      about: "Where metrics are served for Prometheus. Without it, nowhere."),
    SettingKey(
      "telemetry", "logs_file", PathKind(), optional: \.telemetry.logsFile,
      example: "\"/var/log/sonde/logs.jsonl\"",
      about: """
        A file to which the log is written as OpenTelemetry's files are, a line for each batch.
        """),
  ]

  static let log = [
    SettingKey(
      "log", "format", ChoiceKind(words: ["text", "json"]), \.log.format, example: "\"json\"",
      about: "How the log is written to standard error: for people, or an object of JSON a line.")
  ]
}
