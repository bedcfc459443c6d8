public import Logging

extension Logger.Level {
  /// The number that the data model of logs has for it.
  ///
  /// https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber
  public var severity: Int {
    switch self {
    case .trace: 1
    case .debug: 5
    case .info: 9
    case .notice: 10
    case .warning: 13
    case .error: 17
    case .critical: 21
    }
  }

  /// The level that a name means, in whatever case: ours, and those that other languages' SDKs use.
  public init?(named name: String) {
    switch name.lowercased() {
    case "all", "verbose": self = .trace
    case "warn": self = .warning
    case "fatal": self = .critical
    case let name:
      guard let level = Logger.Level(rawValue: name) else { return nil }
      self = level
    }
  }
}
