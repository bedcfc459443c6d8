import OTLP
import Testing

@testable import Telemetry

@Suite("Names in Prometheus")
struct PrometheusNameTests {
  enum Kind: Sendable {
    case counter
    case upDownCounter
    case gauge
    case histogram
  }

  @Test(
    "A metric's name has its unit's word, and what only grows `_total`",
    arguments: [
      ("process.cpu.time", "s", Kind.counter, "process_cpu_time_seconds_total"),
      ("process.disk.io", "By", .counter, "process_disk_io_bytes_total"),
      ("process.paging.faults", "{fault}", .counter, "process_paging_faults_total"),
      ("process.memory.usage", "By", .upDownCounter, "process_memory_usage_bytes"),
      ("process.cpu.utilization", "1", .gauge, "process_cpu_utilization_ratio"),
      ("share", "1", .counter, "share_total"),
      ("share", "1", .histogram, "share"),
      ("cicd.pipeline.run.duration", "s", .histogram, "cicd_pipeline_run_duration_seconds"),
      ("system.cpu.frequency", "Hz", .gauge, "system_cpu_frequency_hertz"),
      ("ebpf_bot_decisions_total", "", .counter, "ebpf_bot_decisions_total"),
      ("ebpf_bot_decision_latency_ms", "", .histogram, "ebpf_bot_decision_latency_ms"),
      ("ebpf_bot_decision_latency_ms", "ms", .histogram, "ebpf_bot_decision_latency_ms"),
      ("latency", "ms", .histogram, "latency_milliseconds"),
      ("uptime.seconds", "s", .gauge, "uptime_seconds"),
      ("requests_total", "s", .counter, "requests_seconds_total"),
      ("rate", "By/s", .gauge, "rate_bytes_per_second"),
      ("rate", "{request}/s", .gauge, "rate_per_second"),
      ("rate", "m/h", .gauge, "rate_meters_per_hour"),
      ("items", "packets", .gauge, "items_packets"),
      ("items", "{a}{b}", .gauge, "items"),
      ("odd", "a b%", .gauge, "odd_a_b_"),
      ("a..b--c", "", .gauge, "a_b_c"),
      ("9lives", "", .gauge, "_9lives"),
      ("größe", "", .gauge, "gr_e"),
      ("a:b", "", .gauge, "a:b"),
      ("total", "", .counter, "total_total"),
      ("_total", "", .counter, "_total_total"),
    ])
  func names(name: String, unit: String, kind: Kind, expected: String) {
    let found = PrometheusName(record(name, unit, kind))
    #expect(found.base + (kind == .counter ? "_total" : "") == expected)
  }

  @Test("The unit is told where the name ends in it")
  func unit() {
    #expect(PrometheusName(record("a", "s", .counter)).unit == "seconds")
    #expect(PrometheusName(record("a_seconds", "s", .gauge)).unit == "seconds")
    #expect(PrometheusName(record("a_ms", "ms", .gauge)).unit == nil)
    #expect(PrometheusName(record("a", "{x}", .gauge)).unit == nil)
  }

  @Test(
    "Labels are made of the names of attributes; those that come out the same are put together",
    arguments: [
      ([Attribute("a.b", "1")], #"a_b="1""#),
      ([Attribute("b", "2"), Attribute("a", "1")], #"a="1",b="2""#),
      ([Attribute("a.b", "1"), Attribute("a-b", "2"), Attribute("a_b", "3")], #"a_b="2;1;3""#),
      ([Attribute("__name__", "x")], #"_name_="x""#),
      ([Attribute("1a", "x"), Attribute("", "y")], #"_="y",_1a="x""#),
      ([Attribute("a:b", "x")], #"a_b="x""#),
      ([Attribute("q", "\"\\\n\r\té")], "q=\"\\\"\\\\\\n\r\té\""),
      ([Attribute("n", 3), Attribute("d", 0.5), Attribute("f", true)], #"d="0.5",f="true",n="3""#),
      ([Attribute("l", .strings(["a", "b\""]))], #"l="[\"a\",\"b\\\"\"]""#),
      ([Attribute("le", "x")], #"exported_le="x""#),
    ])
  func labels(attributes: [Attribute], expected: String) {
    #expect(PrometheusLabels(attributes, reserved: "le").text == expected)
  }

  private func record(_ name: String, _ unit: String, _ kind: Kind) -> MetricRecord {
    let data: MetricRecord.Data =
      switch kind {
      case .counter: .sum([], isMonotonic: true, temporality: .cumulative)
      case .upDownCounter: .sum([], isMonotonic: false, temporality: .cumulative)
      case .gauge: .gauge([])
      case .histogram: .histogram([], temporality: .cumulative)
      }
    return MetricRecord(name: name, unit: unit, description: "", data: data)
  }
}
