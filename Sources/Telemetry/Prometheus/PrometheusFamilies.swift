import OTLP

/// Sorts metrics into families, each name once.
struct PrometheusFamilies {
  private enum Reason: String, CaseIterable {
    /// It counts from the last collection, which Prometheus cannot add up.
    case delta
    /// Its name belongs to a metric of another type.
    case typeConflict = "type_conflict"
    /// There is a series with the same labels.
    case duplicate
    /// No number, or buckets that make no sense.
    case invalidValue = "invalid_value"
  }

  private let syntax: PrometheusFormat.Syntax
  private let scope: [Attribute]
  private(set) var all: [PrometheusFamily] = []
  private var places: [String: Int] = [:]
  private var claimed: Set<String> = []
  private var skipped: [Reason: Int64] = [:]

  init(syntax: PrometheusFormat.Syntax, scope: InstrumentationScope) {
    self.syntax = syntax
    self.scope = [
      Attribute("otel_scope_name", .string(scope.name)),
      Attribute("otel_scope_version", .string(scope.version)),
    ].filter { $0.value != "" }
  }

  /// How many points were left out.
  var skippedPoints: MetricRecord {
    InstrumentCatalogue.standard.record(
      "sonde.prometheus.skipped",
      Reason.allCases.map { reason in
        MetricRecord.NumberPoint(
          attributes: [Attribute("sonde.reason", .string(reason.rawValue))], time: 0,
          value: .int(skipped[reason] ?? 0))
      })
  }

  /// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#resource-attributes-1
  mutating func addTarget(_ resource: [Attribute]) {
    guard !resource.isEmpty else { return }
    var family = PrometheusFamily(
      name: "target", unit: nil, kind: .info, help: "What the metrics are from")
    family.lines = ["target_info{\(PrometheusLabels(resource).text)} 1"]
    all.append(family)
    claimed.formUnion(family.claims)
  }

  mutating func add(_ record: MetricRecord) {
    if record.isDelta { return skip(.delta, record.pointCount) }
    guard record.pointCount > 0 else { return }
    guard let place = place(of: record) else { return skip(.typeConflict, record.pointCount) }
    switch record.data {
    case .gauge(let points): add(points, to: place)
    case .sum(let points, let isMonotonic, _):
      isMonotonic ? addCounters(points, to: place) : add(points, to: place)
    case .histogram(let points, _):
      for point in points { add(point, to: place) }
    }
  }

  /// The family of a metric; `nil` if its name belongs to another one.
  private mutating func place(of record: MetricRecord) -> Int? {
    let name = PrometheusName(record)
    let kind = PrometheusFamily.Kind(record, name: name.base)
    if let place = places[name.base] { return all[place].kind == kind ? place : nil }
    let family = PrometheusFamily(
      name: name.base, unit: name.unit, kind: kind,
      help: record.description.isEmpty ? "OpenTelemetry's \(record.name)" : record.description)
    guard claimed.isDisjoint(with: family.claims) else { return nil }
    claimed.formUnion(family.claims)
    places[name.base] = all.count
    all.append(family)
    return all.count - 1
  }

  private mutating func add(_ points: [MetricRecord.NumberPoint], to place: Int) {
    for point in points {
      guard let labels = labels(point.attributes, in: place) else { continue }
      all[place].lines.append(
        line(all[place].name, labels, PrometheusNumber.text(point.value)))
    }
  }

  private mutating func addCounters(_ points: [MetricRecord.NumberPoint], to place: Int) {
    for point in points {
      // Neither format has counters below zero, or that are no numbers.
      guard point.value.number >= 0 else {
        skip(.invalidValue, 1)
        continue
      }
      guard let labels = labels(point.attributes, in: place) else { continue }
      all[place].lines.append(
        line("\(all[place].name)_total", labels, PrometheusNumber.text(point.value))
          + exemplar(point.exemplars))
    }
  }

  private mutating func add(_ point: MetricRecord.HistogramPoint, to place: Int) {
    guard point.buckets.count == point.bounds.count + 1,
      zip(point.bounds, point.bounds.dropFirst()).allSatisfy({ $0 < $1 })
    else { return skip(.invalidValue, 1) }
    guard let labels = labels(point.attributes, in: place, reserved: "le") else { return }
    let name = all[place].name
    var count: UInt64 = 0
    for (index, bucket) in point.buckets.enumerated() {
      count += bucket
      let bound = index < point.bounds.count ? point.bounds[index] : .infinity
      let le = "le=\"\(PrometheusNumber.text(bound))\""
      let own = point.exemplars.filter { point.bucket(of: $0.value.number) == index }
      all[place].lines.append(
        line("\(name)_bucket", labels.isEmpty ? le : "\(labels),\(le)", String(count))
          + exemplar(own))
    }
    all[place].lines.append(line("\(name)_count", labels, String(count)))
    // With measurements below zero the sum is no counter.
    if (point.min ?? 0) >= 0, (point.bounds.first ?? 0) >= 0 {
      all[place].lines.append(
        line("\(name)_sum", labels, PrometheusNumber.text(point.sum)))
    }
  }

  /// The labels of a series; `nil` if there is one with the same.
  private mutating func labels(
    _ attributes: [Attribute], in place: Int, reserved: String? = nil
  ) -> String? {
    let labels = PrometheusLabels(attributes + scope, reserved: reserved).text
    if all[place].claim(labels) { return labels }
    skip(.duplicate, 1)
    return nil
  }

  private func line(_ name: String, _ labels: String, _ value: String) -> String {
    labels.isEmpty ? "\(name) \(value)" : "\(name){\(labels)} \(value)"
  }

  /// Only OpenMetrics has them: ` # {labels} value time`.
  private func exemplar(_ exemplars: [MetricRecord.Exemplar]) -> String {
    guard syntax == .openMetrics, let last = exemplars.max(by: { $0.time < $1.time }) else {
      return ""
    }
    let labels = last.context.map { "trace_id=\"\($0.traceID)\",span_id=\"\($0.spanID)\"" }
    return " # {\(labels ?? "")} \(PrometheusNumber.text(last.value)) "
      + PrometheusNumber.seconds(last.time)
  }

  private mutating func skip(_ reason: Reason, _ count: Int) {
    skipped[reason, default: 0] += Int64(count)
  }
}

extension MetricRecord {
  fileprivate var isDelta: Bool {
    switch data {
    case .gauge: false
    case .sum(_, _, let temporality), .histogram(_, let temporality): temporality == .delta
    }
  }
}
