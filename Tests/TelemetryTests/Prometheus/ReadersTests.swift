import Foundation
import OTLP
import Telemetry
import Testing

/// Programs that nobody here wrote read what is written: prometheus_client, in the Python that
/// `TEST_PYTHON` names, and promtool.
@Suite("Readers of Prometheus's forms")
struct ReadersTests {
  private static let scope: [String: String] = [
    "otel_scope_name": "sonde.test", "otel_scope_version": "1.2",
  ]
  private static let span: [String: String] = [
    "trace_id": "0af7651916cd43dd8448eb211c80319c", "span_id": "b7ad6b7169203331",
  ]

  @Test("prometheus_client reads the text, value for value")
  func text() throws {
    let found = try parsed(.text, as: "text")
    try #require(found.count == Self.samples(isOpen: false).count, "\(found)")
    for (found, expected) in zip(found, Self.samples(isOpen: false)) { #expect(found == expected) }
  }

  @Test("prometheus_client reads OpenMetrics, value for value, with the exemplars")
  func openMetrics() throws {
    let found = try parsed(.openMetrics, as: "openmetrics")
    try #require(found.count == Self.samples(isOpen: true).count, "\(found)")
    for (found, expected) in zip(found, Self.samples(isOpen: true)) { #expect(found == expected) }
  }

  @Test("promtool finds no fault, but for the name that the coverage bot has always had")
  func linter() throws {
    let promtool = try Program.installed("promtool", ["check", "metrics"])
    let bot = "ebpf_bot_decision_latency_ms"
    let (status, lines) = try promtool.run(render(Self.everyMetric.filter { $0.name != bot }))
    #expect(status == 0, "\(lines)")
    #expect(lines.isEmpty)
    let (_, complaints) = try promtool.run(render(Self.everyMetric))
    #expect(complaints == ["\(bot) metric names should not contain abbreviated units"])
  }

  @Test("promtool takes what has every difficulty")
  func difficult() throws {
    let (status, lines) = try Program.installed("promtool", ["check", "metrics"])
      .run(render(Sample.records))
    #expect(status == 0, "\(lines)")
  }

  /// One point of each metric that the catalogue knows.
  private static let everyMetric = InstrumentCatalogue.standard.names.map { name in
    let catalogue = InstrumentCatalogue.standard
    var record = catalogue.record(name, [Sample.point(.int(1))])
    if catalogue[name]?.kind == .histogram {
      record.data = .histogram([Sample.histogram([])], temporality: .cumulative)
    }
    return record
  }

  private func render(_ records: [MetricRecord]) -> String {
    PrometheusText.render(
      records, format: .text, resource: Sample.resource, scope: Sample.scope)
  }

  // MARK: prometheus_client

  private struct Found: Equatable {
    var name: String
    var labels: [String: String] = [:]
    var value: String
    var exemplar: [String: String]?
  }

  private func parsed(_ format: PrometheusFormat, as form: String) throws -> [Found] {
    let text = PrometheusText.render(
      Sample.records, format: format, resource: Sample.resource, scope: Sample.scope)
    let (status, lines) = try Program.python("prometheus_parse.py", [form]).run(text)
    try #require(status == 0, "\(lines.suffix(20))")
    return try lines.compactMap { line in
      let array = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any]
      guard let array, array.first as? String == "sample", array.count == 5 else { return nil }
      let exemplar = array[4] as? [Any]
      var found = Found(
        name: array[1] as? String ?? "", labels: array[2] as? [String: String] ?? [:],
        value: array[3] as? String ?? "")
      found.exemplar = (exemplar?[0] as? [String: String]).map { labels in
        labels.merging([
          "value": exemplar?[1] as? String ?? "", "time": exemplar?[2] as? String ?? "",
        ]) { $1 }
      }
      return found
    }
  }

  /// What Python is to find.
  private static func samples(isOpen: Bool) -> [Found] {
    func found(
      _ name: String, _ value: String, _ labels: [String: String] = [:],
      _ exemplar: [String: String]? = nil
    ) -> Found {
      Found(
        name: name, labels: labels.merging(scope) { $1 }, value: value,
        exemplar: isOpen ? exemplar : nil)
    }
    func bucket(
      _ bound: String, _ count: String, _ exemplar: [String: String]? = nil
    ) -> Found {
      found(
        "run_duration_seconds_bucket", count,
        ["exported_le": "mine", "result": "ok", "le": bound], exemplar)
    }
    let run = ["exported_le": "mine", "result": "ok"]
    return [
      Found(
        name: "target_info",
        labels: ["service_name": "sonde", "host_name": "node \"1\"\\\n", "process_pid": "7"],
        value: "1.0"),
      found(
        "process_cpu_time_seconds_total", "1.5", ["cpu_mode": "user"],
        span.merging(["value": "0.25", "time": "1700000000.500000001"]) { $1 }),
      found("process_cpu_time_seconds_total", "0.0", ["cpu_mode": "sys\"tem\\\n"]),
      found("process_thread_count", "-3.0"),
      found("temperature_celsius", "nan", ["at": "nan"]),
      found("temperature_celsius", "inf", ["at": "inf"]),
      found("temperature_celsius", "-inf", ["at": "-inf"]),
      found("temperature_celsius", "1e+300", ["at": "large"]),
      found("temperature_celsius", "5e-324", ["at": "small"]),
      found(
        "temperature_celsius", "-9.223372036854776e+18",
        ["at": "whole \r\t é 漢 \u{2028}"]),
      bucket(
        "0.005", "1.0",
        span.merging(["value": "0.004", "time": "1700000000.000000007"]) { $1 }),
      bucket("1.0", "1.0"), bucket("1000.0", "3.0"),
      bucket("+Inf", "4.0", ["value": "4000.0", "time": "1700000000.000000008"]),
      found("run_duration_seconds_count", "4.0", run),
      found("run_duration_seconds_sum", "5000.5", run),
      found("sonde_prometheus_skipped", "1.0", ["sonde_reason": "delta"]),
      found("sonde_prometheus_skipped", "1.0", ["sonde_reason": "type_conflict"]),
      found("sonde_prometheus_skipped", "0.0", ["sonde_reason": "duplicate"]),
      found("sonde_prometheus_skipped", "0.0", ["sonde_reason": "invalid_value"]),
    ]
  }
}
