public import Logging

/// The back end of swift-log. ``TelemetryLogging`` makes it.
public struct TelemetryLogHandler: LogHandler {
  /// What is said beside every line of this logger.
  public var metadata: Logger.Metadata = [:]
  /// What is said beside every line, asked for anew each time.
  public var metadataProvider: Logger.MetadataProvider?
  /// From which level on this logger's lines are written.
  public var logLevel = Logger.Level.info

  private let label: String
  private let isExported: Bool
  private let logging: TelemetryLogging

  init(label: String, isExported: Bool, logging: TelemetryLogging) {
    self.label = label
    self.isExported = isExported
    self.logging = logging
  }

  /// What is said beside every line under `key`.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes a line. What the line says beats what the provider says, and that the logger.
  public func log(event: LogEvent) {
    var all = metadata
    if let metadataProvider { all.merge(metadataProvider.get()) { $1 } }
    if let own = event.metadata { all.merge(own) { $1 } }
    logging.take(event, metadata: all, label: label, isExported: isExported)
  }
}
