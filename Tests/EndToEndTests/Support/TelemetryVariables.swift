import Foundation

extension [String: String?] {
  /// Takes away whatever the environment of the tests themselves says of telemetry: their outcome
  /// is not to depend on it.
  static var withoutTelemetry: [String: String?] {
    let names = ProcessInfo.processInfo.environment.keys.filter { name in
      ["OTEL_", "SONDE_", "TRACE"].contains(where: name.hasPrefix) || name == "ENABLE_OTLP"
    }
    return names.reduce(into: [:]) { $0[$1] = .some(nil) }
  }

  /// With other variables, which beat those that are there.
  func with(_ others: [String: String?]) -> [String: String?] {
    merging(others) { $1 }
  }
}
