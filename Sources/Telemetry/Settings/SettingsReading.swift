import Logging
import OTLP

/// Puts settings together from variables and choices.
struct SettingsReading {
  var variables: Variables
  let choices: TelemetryChoices
  let program: TelemetrySettings.Program

  /// Whoever names a configuration file means it, and its rules make all variables count for nothing:
  /// to go on with the variables would export to another place than the one that is meant.
  func refuseConfigurationFile() throws(TelemetrySettingsError) {
    for name in ["OTEL_CONFIG_FILE", "OTEL_EXPERIMENTAL_CONFIG_FILE"] {
      guard let file = variables.text(name) else { continue }
      throw TelemetrySettingsError(
        name: name,
        message: "'\(VisibleText.escaped(file))' is not read: Sonde has no declarative "
          + "configuration of OpenTelemetry; unset it and use the OTEL_* variables or [telemetry] "
          + "of Sonde's configuration file, or set ENABLE_OTLP=false to export nothing")
    }
  }

  /// https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable
  mutating func resource() -> [Attribute] {
    var attributes: [String: AttributeValue] = [
      "service.name": .string(program.name), "service.version": .string(program.version),
      "telemetry.sdk.name": .string(program.name), "telemetry.sdk.language": "swift",
      "telemetry.sdk.version": .string(program.version),
    ]
    for attribute in program.attributes { attributes[attribute.key] = attribute.value }
    for (key, value) in resourceVariable() { attributes[key] = .string(value) }
    if let name = variables.text("OTEL_SERVICE_NAME") { attributes["service.name"] = .string(name) }
    if let entities = variables.text("OTEL_ENTITIES") {
      variables.warn(
        "OTEL_ENTITIES", entities,
        "is ignored: entities are not exported; say it with OTEL_RESOURCE_ATTRIBUTES")
    }
    return attributes.map { Attribute($0.key, $0.value) }.sorted { $0.key < $1.key }
  }

  /// A mistake anywhere discards all of it, as the specification asks.
  private mutating func resourceVariable() -> [(String, String)] {
    let variable = "OTEL_RESOURCE_ATTRIBUTES"
    guard let text = variables.text(variable) else { return [] }
    var pairs: [(String, String)] = []
    for member in text.split(separator: ",") where !member.trimmed.isEmpty {
      let pair = member.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, !pair[1].contains("="),
        let key = PercentCoding.decoded(pair[0].trimmed), !key.isEmpty,
        let value = PercentCoding.decoded(pair[1].trimmed)
      else {
        variables.warn(
          variable, String(member),
          "is no key=value, so the whole variable is ignored; write '%2C', '%3D' and '%25' for a "
            + "comma, an equals sign and a percent sign in it")
        return []
      }
      pairs.append((key, value))
    }
    return pairs
  }

  mutating func logLevel() -> Logger.Level? {
    let variable = "OTEL_LOG_LEVEL"
    guard let text = variables.text(variable) else { return nil }
    if let level = Logger.Level(named: text) { return level }
    let words = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
    variables.warn(variable, text, "is ignored; the valid ones are \(words)")
    return nil
  }

  mutating func propagators() -> [Propagator] {
    let variable = "OTEL_PROPAGATORS"
    guard let words = variables.words(variable) else { return Propagator.allCases }
    if words == ["none"] { return [] }
    let known = words.compactMap { word -> Propagator? in
      if let propagator = Propagator(rawValue: word) { return propagator }
      variables.warn(variable, word, "is ignored; the valid ones are tracecontext, baggage, none")
      return nil
    }
    return known.isEmpty ? Propagator.allCases : known
  }
}
