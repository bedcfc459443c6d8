import OTLP

/// Attributes as the labels of a series.
///
/// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-attributes
struct PrometheusLabels {
  private var labels: [(name: String, value: String)] = []

  /// - Parameter reserved: the label that the series needs for itself.
  init(_ attributes: [Attribute], reserved: String? = nil) {
    // Attributes whose names come out the same are put together, in the order of their own names.
    for attribute in attributes.sorted(by: { $0.key < $1.key }) {
      var name = PrometheusName.label(attribute.key)
      if name == reserved { name = "exported_\(name)" }
      let value = Self.text(attribute.value)
      if let index = labels.firstIndex(where: { $0.name == name }) {
        labels[index].value += ";\(value)"
      } else {
        labels.append((name, value))
      }
    }
  }

  /// `a="b",c="d"`, without the braces.
  var text: String {
    labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
  }

  static func escaped(_ value: String) -> String {
    guard value.utf8.contains(where: { "\\\"\n".utf8.contains($0) }) else { return value }
    return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n")
  }

  private static func text(_ value: AttributeValue) -> String {
    switch value {
    case .string(let text): text
    case .int(let number): String(number)
    case .double(let number): PrometheusNumber.text(number)
    case .bool(let flag): String(flag)
    case .strings(let texts): LogJSON.array(texts)
    }
  }
}
