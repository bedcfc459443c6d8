import OTLP

/// The name of a metric as Prometheus has it.
///
/// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata-1
struct PrometheusName: Equatable {
  /// The name without `_total`.
  let base: String
  /// The unit, when the name ends in it.
  let unit: String?

  init(_ record: MetricRecord) {
    var base = Self.sanitized(record.name)
    if record.isCounter, base.hasSuffix("_total"), base != "_total" { base.removeLast(6) }
    let word = PrometheusUnit.word(record.unit, isGauge: record.isGauge)
    if let word, !base.hasSuffix("_\(word)"), base != word {
      // A name that ends in its unit's symbol has its unit already.
      let hasSymbol = base.hasSuffix("_\(record.unit)")
      unit = hasSymbol ? nil : word
      self.base = hasSymbol ? base : "\(base)_\(word)"
    } else {
      unit = word
      self.base = base
    }
  }

  /// `_` for what a name of a metric cannot have, one for several, and one before a digit at the
  /// beginning.
  static func sanitized(_ name: String) -> String {
    sanitized(name, allowingColon: true)
  }

  /// The same for a label. Names that begin with two underscores are Prometheus's own.
  static func label(_ name: String) -> String {
    let label = sanitized(name, allowingColon: false)
    return label.isEmpty ? "_" : label
  }

  private static func sanitized(_ name: String, allowingColon: Bool) -> String {
    var result: [UInt8] = []
    for scalar in name.unicodeScalars {
      let byte =
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": UInt8(scalar.value)
        case ":" where allowingColon: UInt8(ascii: ":")
        default: UInt8(ascii: "_")
        }
      if byte == UInt8(ascii: "_"), result.last == byte { continue }
      if result.isEmpty, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        result.append(UInt8(ascii: "_"))
      }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension MetricRecord {
  var isCounter: Bool {
    if case .sum(_, isMonotonic: true, _) = data { true } else { false }
  }

  /// Whether Prometheus calls it a gauge.
  var isGauge: Bool {
    switch data {
    case .gauge, .sum(_, isMonotonic: false, _): true
    default: false
    }
  }
}
