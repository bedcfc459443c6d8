import OTLP

/// Numbers as both formats write them.
enum PrometheusNumber {
  /// `1.0`, `0.005`, `+Inf`, `NaN`.
  static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number > 0 ? "+Inf" : "-Inf" }
    return String(number)
  }

  static func text(_ value: MetricRecord.Value) -> String {
    switch value {
    case .int(let number): String(number)
    case .double(let number): text(number)
    }
  }

  /// Seconds since 1970 of ns.
  static func seconds(_ time: UInt64) -> String {
    let rest = String(time % 1_000_000_000)
    return "\(time / 1_000_000_000)." + String(repeating: "0", count: 9 - rest.utf8.count) + rest
  }
}
