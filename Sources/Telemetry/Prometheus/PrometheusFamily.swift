import OTLP

/// Series with one name and one type.
struct PrometheusFamily {
  enum Kind: String {
    case counter
    case gauge
    case histogram
    case info
    /// A gauge with the ending of another type: `process_thread_count`. The linter of Prometheus
    /// takes such names only from what has no type; nothing else depends on it.
    case untyped

    private static let reserved = ["_count", "_sum", "_bucket", "_total", "_created", "_info"]

    init(_ record: MetricRecord, name: String) {
      switch record.data {
      case .histogram: self = .histogram
      case .sum(_, isMonotonic: true, _): self = .counter
      case .gauge, .sum: self = Self.reserved.contains(where: name.hasSuffix) ? .untyped : .gauge
      }
    }

    var endings: [String] {
      switch self {
      case .counter: ["", "_total", "_created"]
      case .histogram: ["", "_bucket", "_count", "_sum", "_created"]
      case .info: ["", "_info"]
      case .gauge, .untyped: [""]
      }
    }
  }

  let name: String
  let unit: String?
  let kind: Kind
  let help: String
  var lines: [String] = []
  /// The labels that there are, for none may be twice.
  private var seen: Set<String> = []

  init(name: String, unit: String?, kind: Kind, help: String) {
    self.name = name
    self.unit = unit
    self.kind = kind
    self.help = help
  }

  /// The names that nobody else may have.
  var claims: [String] { kind.endings.map { name + $0 } }

  /// Whether there was no series with these labels.
  mutating func claim(_ labels: String) -> Bool {
    seen.insert(labels).inserted
  }

  func text(_ syntax: PrometheusFormat.Syntax) -> String {
    let name = syntax == .text ? textName : name
    var text = "# HELP \(name) \(escapedHelp(syntax))\n# TYPE \(name) \(type(syntax))\n"
    if syntax == .openMetrics, let unit { text += "# UNIT \(name) \(unit)\n" }
    for line in lines { text += line + "\n" }
    return text
  }

  /// The text format has no families: there the name is that of the series.
  private var textName: String {
    switch kind {
    case .counter: name + "_total"
    case .info: name + "_info"
    case .gauge, .histogram, .untyped: name
    }
  }

  private func type(_ syntax: PrometheusFormat.Syntax) -> String {
    switch (kind, syntax) {
    case (.info, .text): "gauge"
    case (.untyped, .openMetrics): "unknown"
    default: kind.rawValue
    }
  }

  private func escapedHelp(_ syntax: PrometheusFormat.Syntax) -> String {
    syntax == .openMetrics
      ? PrometheusLabels.escaped(help)
      : help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
  }
}
