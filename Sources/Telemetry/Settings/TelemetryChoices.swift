/// What a configuration file says about telemetry. Variables of the environment beat it.
public struct TelemetryChoices: Sendable, Equatable {
  /// The collector's URL, to which the signals' paths are added.
  public var endpoint: String?
  /// `grpc` or `http/protobuf`.
  public var wireProtocol: String?
  /// A file with headers, a line each.
  public var headersFile: String?
  /// PEM file of the authorities to trust.
  public var certificate: String?
  /// PEM file of our own key.
  public var clientKey: String?
  /// PEM file of our own certificate.
  public var clientCertificate: String?
  /// `gzip` or `none`.
  public var compression: String?
  /// Of one try, in seconds.
  public var timeout: Double?
  /// The directory of what waits for the collector.
  public var spool = ""
  /// How large that may become; 0: nothing is kept there.
  public var spoolBytes = 0
  /// Whether arguments of commands are exported.
  public var commandArgs = false
  /// Processes that took less are folded into their parent's span, in milliseconds.
  public var spanFloor = 10.0
  /// How many spans of a run are exported before that.
  public var spanLimit = 1000
  /// Where Prometheus is served: `host:port`.
  public var prometheus: String?
  /// A file to which the log is written in OTLP's form.
  public var logsFile: String?
  /// How the log is written.
  public var logFormat = LogFormat.text

  /// Nothing chosen.
  public init() {}
}
