/// Units of UCUM in Prometheus's words.
///
/// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata
enum PrometheusUnit {
  private static let words = [
    "d": "days", "h": "hours", "min": "minutes", "s": "seconds", "ms": "milliseconds",
    "us": "microseconds", "ns": "nanoseconds", "By": "bytes", "KiBy": "kibibytes",
    "MiBy": "mebibytes", "GiBy": "gibibytes", "TiBy": "tebibytes", "kBy": "kilobytes",
    "MBy": "megabytes", "GBy": "gigabytes", "TBy": "terabytes", "m": "meters", "V": "volts",
    "A": "amperes", "J": "joules", "W": "watts", "g": "grams", "Cel": "celsius", "Hz": "hertz",
    "%": "percent",
  ]
  private static let singulars = [
    "s": "second", "ms": "millisecond", "min": "minute", "h": "hour", "d": "day", "wk": "week",
    "mo": "month", "a": "year",
  ]

  /// The word for a unit; `nil` for none. What is in braces only says what is counted.
  static func word(_ unit: String, isGauge: Bool) -> String? {
    if unit == "1" { return isGauge ? "ratio" : nil }
    let parts = withoutAnnotations(unit).split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let dividend = parts.first else { return nil }
    let above = words[String(dividend)] ?? PrometheusName.sanitized(String(dividend))
    var word = above
    if parts.count == 2, !parts[1].isEmpty {
      let below = singulars[String(parts[1])] ?? PrometheusName.sanitized(String(parts[1]))
      word = above.isEmpty ? "per_\(below)" : "\(above)_per_\(below)"
    }
    return word.isEmpty || word == "1" ? nil : word
  }

  private static func withoutAnnotations(_ unit: String) -> String {
    var depth = 0
    var result = ""
    for character in unit {
      if character == "{" { depth += 1 }
      if depth == 0 { result.append(character) }
      if character == "}" { depth = max(0, depth - 1) }
    }
    return String(result.trimmed)
  }
}
