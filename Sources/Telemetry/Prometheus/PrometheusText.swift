public import OTLP

/// Metrics as Prometheus scrapes them.
///
/// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
public enum PrometheusText {
  /// The text of all metrics that have a form there. What adds up must be cumulative. How much is
  /// left out, and why, is among the metrics.
  ///
  /// OpenMetrics can say when counting began, in series that end in `_created`. They are not
  /// written: a server that does not know what they are keeps as many series again.
  ///
  /// - Parameters:
  ///   - records: The metrics.
  ///   - format: The form.
  ///   - resource: What the metrics are from: the labels of `target_info`.
  ///   - scope: Whom they are from: a label of each series.
  public static func render(
    _ records: [MetricRecord], format: PrometheusFormat, resource: [Attribute],
    scope: InstrumentationScope
  ) -> String {
    var families = PrometheusFamilies(syntax: format.syntax, scope: scope)
    families.addTarget(resource)
    for record in records { families.add(record) }
    families.add(families.skippedPoints)
    // One that all points were left out of has nothing to tell but its name.
    let told = families.all.filter { !$0.lines.isEmpty }
    let text = told.map { $0.text(format.syntax) }.joined()
    return format.syntax == .openMetrics ? text + "# EOF\n" : text
  }
}
