import OTLP

/// Metrics of every kind and with every difficulty, for those who read what is written of them.
enum Sample {
  static let resource = [
    Attribute("service.name", "sonde"), Attribute("host.name", "node \"1\"\\\n"),
    Attribute("process.pid", 7),
  ]
  static let scope = InstrumentationScope(name: "sonde.test", version: "1.2")
  static let span = TraceContext(
    traceID: TraceID(hex: "0af7651916cd43dd8448eb211c80319c") ?? .random(),
    spanID: SpanID(hex: "b7ad6b7169203331") ?? .random())

  static var records: [MetricRecord] {
    [
      MetricRecord(
        name: "process.cpu.time", unit: "s", description: "CPU time,\nby \\mode\\ \"now\"",
        data: .sum(
          [
            point(.double(1.5), [Attribute("cpu.mode", "user")], exemplar: .double(0.25)),
            point(.double(0), [Attribute("cpu.mode", "sys\"tem\\\n")]),
          ], isMonotonic: true, temporality: .cumulative)),
      MetricRecord(
        name: "process.thread.count", unit: "{thread}", description: "Threads",
        data: .sum([point(.int(-3))], isMonotonic: false, temporality: .cumulative)),
      MetricRecord(
        name: "temperature", unit: "Cel", description: "",
        data: .gauge([
          point(.double(.nan), [Attribute("at", "nan")]),
          point(.double(.infinity), [Attribute("at", "inf")]),
          point(.double(-.infinity), [Attribute("at", "-inf")]),
          point(.double(1e300), [Attribute("at", "large")]),
          point(.double(5e-324), [Attribute("at", "small")]),
          point(.int(.min), [Attribute("at", "whole \r\t é 漢 \u{2028}")]),
        ])),
      MetricRecord(
        name: "run.duration", unit: "s", description: "Durations",
        data: .histogram(
          [histogram([Attribute("le", "mine"), Attribute("result", "ok")])],
          temporality: .cumulative)),
      MetricRecord(
        name: "lately", unit: "", description: "From the last collection",
        data: .sum([point(.int(1))], isMonotonic: true, temporality: .delta)),
      MetricRecord(
        name: "process_cpu_time", unit: "s", description: "Another kind",
        data: .gauge([point(.int(1))])),
    ]
  }

  static func point(
    _ value: MetricRecord.Value, _ attributes: [Attribute] = [],
    exemplar: MetricRecord.Value? = nil
  ) -> MetricRecord.NumberPoint {
    var point = MetricRecord.NumberPoint(
      attributes: attributes, start: 1_700_000_000_000_000_000, time: 1_700_000_001_000_000_000,
      value: value)
    point.exemplars =
      exemplar.map {
        [MetricRecord.Exemplar(time: 1_700_000_000_500_000_001, value: $0, context: span)]
      } ?? []
    return point
  }

  static func histogram(_ attributes: [Attribute]) -> MetricRecord.HistogramPoint {
    var point = MetricRecord.HistogramPoint(
      attributes: attributes, start: 1_700_000_000_000_000_000,
      time: 1_700_000_001_000_000_000, bounds: [0.005, 1, 1000])
    point.buckets = [1, 0, 2, 1]
    point.count = 4
    point.sum = 5000.5
    point.exemplars = [
      MetricRecord.Exemplar(time: 1_700_000_000_000_000_007, value: .double(0.004), context: span),
      MetricRecord.Exemplar(time: 1_700_000_000_000_000_008, value: .int(4000), context: nil),
    ]
    return point
  }
}
