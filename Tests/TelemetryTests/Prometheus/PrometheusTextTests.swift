import OTLP
import Testing

@testable import Telemetry

@Suite("Metrics as Prometheus reads them")
struct PrometheusTextTests {
  private static let scope = #"otel_scope_name="sonde.test",otel_scope_version="1.2""#

  @Test("Counters, gauges and histograms as text")
  func text() {
    expect(
      render(.text),
      [
        "# HELP target_info What the metrics are from",
        "# TYPE target_info gauge",
        #"target_info{host_name="node \"1\"\\\n",process_pid="7",service_name="sonde"} 1"#,
        "# HELP process_cpu_time_seconds_total CPU time,\\nby \\\\mode\\\\ \"now\"",
        "# TYPE process_cpu_time_seconds_total counter",
        "process_cpu_time_seconds_total{cpu_mode=\"user\",\(Self.scope)} 1.5",
        #"process_cpu_time_seconds_total{cpu_mode="sys\"tem\\\n",\#(Self.scope)} 0.0"#,
        "# HELP process_thread_count Threads",
        "# TYPE process_thread_count untyped",
        "process_thread_count{\(Self.scope)} -3",
        "# HELP temperature_celsius OpenTelemetry's temperature",
        "# TYPE temperature_celsius gauge",
        "temperature_celsius{at=\"nan\",\(Self.scope)} NaN",
        "temperature_celsius{at=\"inf\",\(Self.scope)} +Inf",
        "temperature_celsius{at=\"-inf\",\(Self.scope)} -Inf",
        "temperature_celsius{at=\"large\",\(Self.scope)} 1e+300",
        "temperature_celsius{at=\"small\",\(Self.scope)} 5e-324",
        "temperature_celsius{at=\"whole \r\t é 漢 \u{2028}\",\(Self.scope)} -9223372036854775808",
        "# HELP run_duration_seconds Durations",
        "# TYPE run_duration_seconds histogram",
        "run_duration_seconds_bucket{\(Self.run),le=\"0.005\"} 1",
        "run_duration_seconds_bucket{\(Self.run),le=\"1.0\"} 1",
        "run_duration_seconds_bucket{\(Self.run),le=\"1000.0\"} 3",
        "run_duration_seconds_bucket{\(Self.run),le=\"+Inf\"} 4",
        "run_duration_seconds_count{\(Self.run)} 4",
        "run_duration_seconds_sum{\(Self.run)} 5000.5",
      ] + Self.skipped(delta: 1, conflicts: 1))
  }

  @Test("OpenMetrics has families, units, exemplars and an end")
  func openMetrics() {
    let trace =
      #"trace_id="0af7651916cd43dd8448eb211c80319c",span_id="b7ad6b7169203331""#
    let lines = render(.openMetrics).split(separator: "\n").map(String.init)
    #expect(lines.last == "# EOF")
    for line in [
      "# TYPE target info",
      #"target_info{host_name="node \"1\"\\\n",process_pid="7",service_name="sonde"} 1"#,
      "# TYPE process_cpu_time_seconds counter",
      "# UNIT process_cpu_time_seconds seconds",
      "# HELP process_cpu_time_seconds CPU time,\\nby \\\\mode\\\\ \\\"now\\\"",
      "process_cpu_time_seconds_total{cpu_mode=\"user\",\(Self.scope)} 1.5 "
        + "# {\(trace)} 0.25 1700000000.500000001",
      "# TYPE process_thread_count unknown",
      "# TYPE run_duration_seconds histogram",
      "run_duration_seconds_bucket{\(Self.run),le=\"0.005\"} 1 "
        + "# {\(trace)} 0.004 1700000000.000000007",
      "run_duration_seconds_bucket{\(Self.run),le=\"1.0\"} 1",
      "run_duration_seconds_bucket{\(Self.run),le=\"+Inf\"} 4 # {} 4000 1700000000.000000008",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
  }

  @Test("A resource, a scope and an exemplar that say nothing are left out")
  func bare() {
    let records = [
      MetricRecord(
        name: "c", unit: "", description: "C",
        data: .sum([Sample.point(.int(1))], isMonotonic: true, temporality: .cumulative))
    ]
    let text = PrometheusText.render(
      records, format: .openMetrics, resource: [], scope: InstrumentationScope(name: ""))
    #expect(text.hasPrefix("# HELP c C\n# TYPE c counter\nc_total 1\n"))
  }

  @Test("What cannot be told is left out, and counted by its reason")
  func skipped() {
    var odd = Sample.histogram([])
    odd.bounds = [2, 1]
    odd.buckets = [1, 1, 1]
    let records = [
      MetricRecord(
        name: "a", unit: "", description: "",
        data: .sum(
          [
            Sample.point(.int(1), [Attribute("x.y", 1)]),
            Sample.point(.int(2), [Attribute("x_y", "1")]),
            Sample.point(.double(-1), [Attribute("x", 2)]),
            Sample.point(.double(.nan), [Attribute("x", 3)]),
          ], isMonotonic: true, temporality: .cumulative)),
      MetricRecord(
        name: "b", unit: "", description: "", data: .histogram([odd], temporality: .cumulative)),
      MetricRecord(
        name: "d", unit: "", description: "",
        data: .histogram([Sample.histogram([])], temporality: .delta)),
      MetricRecord(
        name: "a.total", unit: "", description: "", data: .gauge([Sample.point(.int(1))])),
    ]
    let text = PrometheusText.render(
      records, format: .text, resource: [], scope: InstrumentationScope(name: ""))
    let counts = ["delta", "type_conflict", "duplicate", "invalid_value"].map { reason in
      text.split(separator: "\n").first { $0.contains("\"\(reason)\"") }?.last
    }
    #expect(counts == ["1", "1", "1", "3"])
    #expect(text.contains("a_total{x_y=\"1\"} 1\n"))
    #expect(!text.contains("# TYPE b"))
  }

  @Test("Metrics whose names come out the same are one family")
  func sameName() {
    let records = ["a.b", "a_b"].enumerated().map { index, name in
      MetricRecord(
        name: name, unit: "", description: name,
        data: .gauge([Sample.point(.int(Int64(index)), [Attribute("i", .int(Int64(index)))])]))
    }
    let text = PrometheusText.render(
      records, format: .text, resource: [], scope: InstrumentationScope(name: ""))
    #expect(
      text.hasPrefix("# HELP a_b a.b\n# TYPE a_b gauge\na_b{i=\"0\"} 0\na_b{i=\"1\"} 1\n"))
  }

  @Test("A histogram of what may be below zero has no sum")
  func negative() {
    var point = Sample.histogram([])
    point.bounds = [-1, 0, 1]
    let records = [
      MetricRecord(
        name: "h", unit: "", description: "", data: .histogram([point], temporality: .cumulative))
    ]
    let text = PrometheusText.render(
      records, format: .text, resource: [], scope: InstrumentationScope(name: ""))
    #expect(text.contains("h_bucket{le=\"-1.0\"} 1\n"))
    #expect(text.contains("h_count 4\n"))
    #expect(!text.contains("h_sum"))
  }

  private static let run = #"exported_le="mine",\#(scope),result="ok""#

  private static func skipped(delta: Int, conflicts: Int) -> [String] {
    [
      "# HELP sonde_prometheus_skipped Points that Prometheus has no form for, by reason",
      "# TYPE sonde_prometheus_skipped gauge",
      "sonde_prometheus_skipped{\(scope),sonde_reason=\"delta\"} \(delta)",
      "sonde_prometheus_skipped{\(scope),sonde_reason=\"type_conflict\"} \(conflicts)",
      "sonde_prometheus_skipped{\(scope),sonde_reason=\"duplicate\"} 0",
      "sonde_prometheus_skipped{\(scope),sonde_reason=\"invalid_value\"} 0",
    ]
  }

  private func render(_ format: PrometheusFormat) -> String {
    PrometheusText.render(
      Sample.records, format: format, resource: Sample.resource, scope: Sample.scope)
  }

  private func expect(_ text: String, _ lines: [String]) {
    let found = text.split(separator: "\n").map(String.init)
    for (found, expected) in zip(found, lines) { #expect(found == expected) }
    #expect(found.count == lines.count)
  }
}
