extension Settings {
  /// Where telemetry goes. The variables of OpenTelemetry beat it.
  public struct Telemetry: Sendable, Equatable {
    /// The collector's URL, to which the signals' paths are added; `nil`: nothing is sent unless a
    /// variable says so.
    public var endpoint: String?
    /// `grpc` or `http/protobuf`.
    public var wireProtocol = "http/protobuf"
    /// A file with headers, a line each.
    public var headersFile: String?
    /// PEM file of the authorities to trust; `nil`: the system's.
    public var certificate: String?
    /// PEM file of our own key.
    public var clientKey: String?
    /// PEM file of our own certificate.
    public var clientCertificate: String?
    /// `gzip` or `none`.
    public var compression = "none"
    /// Seconds that one try to send may take.
    public var timeout = 10.0
    /// The directory of what waits for the collector; `nil`: beside the database.
    public var spool: String?
    /// Bytes that the spool may have; 0: there is none.
    public var spoolBytes = 268_435_456
    /// Whether arguments of commands are exported.
    public var commandArgs = false
    /// Processes that took fewer milliseconds are folded into their parent's span.
    public var spanFloor = 10.0
    /// Spans of a run that are exported before that.
    public var spanLimit = 1000
    /// Where Prometheus is served, as `host:port`; `nil`: nowhere.
    public var prometheus: String?
    /// A file to which the log is written in OTLP's form; `nil`: none.
    public var logsFile: String?
  }

  /// How the log is written.
  public struct Log: Sendable, Equatable {
    /// `text` or `json`.
    public var format = "text"
  }

  /// The directory of what waits for the collector, beside the database unless it is chosen.
  public var spoolDirectory: String { telemetry.spool ?? "\(database.path)-spool" }
}
