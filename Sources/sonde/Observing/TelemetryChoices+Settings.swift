import Settings
import Telemetry

extension TelemetryChoices {
  /// What the configuration says.
  init(_ settings: Settings) {
    self.init()
    endpoint = settings.telemetry.endpoint
    wireProtocol = settings.telemetry.wireProtocol
    headersFile = settings.telemetry.headersFile
    certificate = settings.telemetry.certificate
    clientKey = settings.telemetry.clientKey
    clientCertificate = settings.telemetry.clientCertificate
    compression = settings.telemetry.compression
    timeout = settings.telemetry.timeout
    spool = settings.spoolDirectory
    spoolBytes = settings.telemetry.spoolBytes
    commandArgs = settings.telemetry.commandArgs
    spanFloor = settings.telemetry.spanFloor
    spanLimit = settings.telemetry.spanLimit
    prometheus = settings.telemetry.prometheus
    logsFile = settings.telemetry.logsFile
    logFormat = LogFormat(rawValue: settings.log.format) ?? .text
  }
}
