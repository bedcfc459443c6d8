internal import OpenTelemetryProto

/// Of the kinds of metrics those that a `MetricRecord` can be.
extension JSONText {
  mutating func append(_ data: Opentelemetry_Proto_Metrics_V1_MetricsData) {
    list("resourceMetrics", data.resourceMetrics) { group, text in
      if group.hasResource { text.object("resource") { $0.append(group.resource) } }
      text.list("scopeMetrics", group.scopeMetrics) { group, text in
        if group.hasScope { text.object("scope") { $0.append(group.scope) } }
        text.list("metrics", group.metrics) { $1.append($0) }
        text.text("schemaUrl", group.schemaURL)
      }
      text.text("schemaUrl", group.schemaURL)
    }
  }

  private mutating func append(_ metric: Opentelemetry_Proto_Metrics_V1_Metric) {
    text("name", metric.name)
    text("description", metric.description_p)
    text("unit", metric.unit)
    switch metric.data {
    case .gauge(let gauge):
      object("gauge") { text in text.list("dataPoints", gauge.dataPoints) { $1.append($0) } }
    case .sum(let sum):
      object("sum") { text in
        text.list("dataPoints", sum.dataPoints) { $1.append($0) }
        text.number("aggregationTemporality", sum.aggregationTemporality.rawValue)
        if sum.isMonotonic { text.flag("isMonotonic", always: true) }
      }
    case .histogram(let histogram):
      object("histogram") { text in
        text.list("dataPoints", histogram.dataPoints) { $1.append($0) }
        text.number("aggregationTemporality", histogram.aggregationTemporality.rawValue)
      }
    default: break
    }
  }

  private mutating func append(_ point: Opentelemetry_Proto_Metrics_V1_NumberDataPoint) {
    append("attributes", point.attributes)
    long("startTimeUnixNano", point.startTimeUnixNano)
    long("timeUnixNano", point.timeUnixNano)
    switch point.value {
    case .asDouble(let number): double("asDouble", always: number)
    case .asInt(let number): long("asInt", always: number)
    case nil: break
    }
    list("exemplars", point.exemplars) { $1.append($0) }
    number("flags", point.flags)
  }

  private mutating func append(_ point: Opentelemetry_Proto_Metrics_V1_HistogramDataPoint) {
    append("attributes", point.attributes)
    long("startTimeUnixNano", point.startTimeUnixNano)
    long("timeUnixNano", point.timeUnixNano)
    long("count", point.count)
    if point.hasSum { double("sum", always: point.sum) }
    list("bucketCounts", point.bucketCounts)
    list("explicitBounds", point.explicitBounds)
    list("exemplars", point.exemplars) { $1.append($0) }
    number("flags", point.flags)
    if point.hasMin { double("min", always: point.min) }
    if point.hasMax { double("max", always: point.max) }
  }

  private mutating func append(_ exemplar: Opentelemetry_Proto_Metrics_V1_Exemplar) {
    append("filteredAttributes", exemplar.filteredAttributes)
    long("timeUnixNano", exemplar.timeUnixNano)
    switch exemplar.value {
    case .asDouble(let number): double("asDouble", always: number)
    case .asInt(let number): long("asInt", always: number)
    case nil: break
    }
    hex("spanId", exemplar.spanID)
    hex("traceId", exemplar.traceID)
  }
}
