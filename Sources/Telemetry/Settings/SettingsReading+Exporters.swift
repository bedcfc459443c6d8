import OTLP

/// Whether a signal is exported, and by whom.
extension SettingsReading {
  /// - Parameter isEnabled: what `ENABLE_OTLP` says; `nil` if nothing.
  mutating func signal(
    _ signal: Signal, isEnabled: Bool?, fileHeaders: [TransportOptions.Header]
  ) -> SignalSettings {
    let variable = "OTEL_\(signal.rawValue.uppercased())_EXPORTER"
    let chosen = exporters(signal, variable)
    let (transport, isConfigured) = transport(signal, fileHeaders: fileHeaders)
    var settings = SignalSettings()
    settings.transport = transport
    settings.exporters = chosen ?? [.otlp]
    if isEnabled == false || isEnabled == nil && !isConfigured {
      settings.exporters.removeAll { $0 == .otlp }
      if chosen?.contains(.otlp) == true, isEnabled == nil {
        variables.warn(
          variable, Exporter.otlp.rawValue,
          "has no endpoint; set OTEL_EXPORTER_OTLP_ENDPOINT, or ENABLE_OTLP=true for a collector "
            + "on this host")
      }
    }
    if settings.isSentToCollector { checkSecurity(transport) }
    return settings
  }

  /// What the variable says; `nil` if nothing valid.
  private mutating func exporters(_ signal: Signal, _ variable: String) -> [Exporter]? {
    guard let words = variables.words(variable) else { return nil }
    let valid = Exporter.allCases.filter { signal == .metrics || $0 != .prometheus }
    var exporters: [Exporter] = []
    for word in words where word != "none" {
      if let exporter = valid.first(where: { $0.rawValue == word }) {
        exporters.append(exporter)
      } else {
        let names = (valid.map(\.rawValue) + ["none"]).joined(separator: ", ")
        variables.warn(variable, word, "is ignored; the valid ones are \(names)")
      }
    }
    if words.contains("none") {
      if words.count > 1 {
        variables.warn(
          variable, words.joined(separator: ","),
          "has 'none' beside others, and means none; remove one or the other")
      }
      return []
    }
    return exporters.isEmpty ? nil : exporters
  }

  /// Where Prometheus is served.
  ///
  /// - Parameter isAskedFor: whether the variable for the exporters names it.
  mutating func prometheus(isAskedFor: Bool) -> HostPort? {
    var place: HostPort? = isAskedFor ? HostPort() : nil
    if let text = choices.prometheus {
      if let chosen = HostPort(text) {
        place = chosen
      } else {
        variables.warn("telemetry.prometheus", text, "is no host:port, and is ignored")
      }
    }
    let host = variables.text("OTEL_EXPORTER_PROMETHEUS_HOST")
    let port = variables.integer("OTEL_EXPORTER_PROMETHEUS_PORT", 0...65_535)
    return place.map { HostPort(host: host ?? $0.host, port: port ?? $0.port) }
  }
}
