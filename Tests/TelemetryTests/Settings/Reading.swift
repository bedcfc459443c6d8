import OTLP
import Telemetry

/// Settings from variables, and from what a file says.
func settings(
  _ environment: [String: String] = [:], _ change: (inout TelemetryChoices) -> Void = { _ in }
) throws(TelemetrySettingsError) -> TelemetrySettings {
  var choices = TelemetryChoices()
  change(&choices)
  return try TelemetrySettings(
    environment: environment, choices: choices,
    program: TelemetrySettings.Program(
      name: "sonde", version: "1.2.3", attributes: [Attribute("host.name", "node")]))
}
