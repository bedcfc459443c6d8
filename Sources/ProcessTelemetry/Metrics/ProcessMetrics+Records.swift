public import OTLP

extension ProcessMetrics {
  /// The metrics, cumulative. `time` is ns since 1970.
  ///
  /// Names: https://opentelemetry.io/docs/specs/semconv/system/process-metrics/ and
  /// https://opentelemetry.io/docs/specs/semconv/cicd/cicd-metrics/; `sonde.*` where those have none.
  public func records(at time: UInt64) -> [MetricRecord] {
    let points = PointMaker(start: start, time: time)
    return consumption(points) + outcomes(points) + livingRecords(points) + runRecords(points)
  }

  private func consumption(_ points: PointMaker) -> [MetricRecord] {
    [
      counter(
        "process.cpu.time", "s", "CPU time of processes that have ended.", points,
        [
          ("cpu.mode", "user", { .double(Double($0.userTime) / 1e9) }),
          ("cpu.mode", "system", { .double(Double($0.systemTime) / 1e9) }),
        ]),
      counter(
        "process.disk.io", "By", "Bytes that processes that have ended moved from and to storage.",
        points,
        [
          ("disk.io.direction", "read", { .int(Int64(clamping: $0.readBytes)) }),
          ("disk.io.direction", "write", { .int(Int64(clamping: $0.writeBytes)) }),
        ]),
      counter(
        "process.paging.faults", "{fault}", "Page faults of processes that have ended.", points,
        [
          ("system.paging.fault.type", "minor", { .int(Int64(clamping: $0.minorFaults)) }),
          ("system.paging.fault.type", "major", { .int(Int64(clamping: $0.majorFaults)) }),
        ]),
      counter(
        "process.context_switches", "{context_switch}",
        "Context switches of processes that have ended.", points,
        [
          (
            "process.context_switch.type", "voluntary",
            { .int(Int64(clamping: $0.voluntarySwitches)) }
          ),
          (
            "process.context_switch.type", "involuntary",
            { .int(Int64(clamping: $0.involuntarySwitches)) }
          ),
        ]),
    ]
  }

  private func outcomes(_ points: PointMaker) -> [MetricRecord] {
    [
      counter(
        "sonde.process.ended", "{process}", "Processes that have ended, by how.", points,
        [
          ("sonde.process.outcome", "success", { .int(Int64(clamping: $0.succeeded)) }),
          ("sonde.process.outcome", "failure", { .int(Int64(clamping: $0.failed)) }),
          ("sonde.process.outcome", "signal", { .int(Int64(clamping: $0.killed)) }),
          ("sonde.process.outcome", "oom", { .int(Int64(clamping: $0.outOfMemory)) }),
        ]),
      MetricRecord(
        name: "sonde.process.duration", unit: "s", description: "How long processes lived.",
        data: .histogram(
          series.map { points.histogram($0.duration, attributes(of: $0)) },
          temporality: .cumulative)),
      MetricRecord(
        name: "sonde.process.peak_rss", unit: "By",
        description: "The largest resident memory that one process had.",
        data: .gauge(
          series.map { points.gauge(.int(Int64(clamping: $0.peakRSS)), attributes(of: $0)) })),
      MetricRecord(
        name: "sonde.process.started", unit: "{process}",
        description: "Processes that were forked.",
        data: .sum(
          started.map { points.sum(.int(Int64(clamping: $1)), pipelineAttributes($0)) },
          isMonotonic: true, temporality: .cumulative)),
    ]
  }

  private func livingRecords(_ points: PointMaker) -> [MetricRecord] {
    func record(
      _ name: String, _ unit: String, _ description: String, _ value: (Living) -> Int64
    ) -> MetricRecord {
      MetricRecord(
        name: name, unit: unit, description: description,
        data: .sum(
          living.map { points.sum(.int(value($1)), attributes(of: $0)) },
          isMonotonic: false, temporality: .cumulative))
    }
    return [
      record("sonde.process.running", "{process}", "Processes that live.") { $0.running },
      record("process.memory.usage", "By", "Resident memory of processes that live.") { $0.rss },
    ]
  }

  private func runRecords(_ points: PointMaker) -> [MetricRecord] {
    let ended = runs.map { key, buckets in
      points.histogram(
        buckets,
        pipelineAttributes(key.pipeline) + [
          Attribute("cicd.pipeline.run.state", "executing"),
          Attribute("cicd.pipeline.result", .string(key.result)),
        ] + (key.errorType.map { [Attribute("error.type", .string($0))] } ?? []))
    }
    let active = activeRuns.map { pipeline, count in
      points.sum(
        .int(count),
        pipelineAttributes(pipeline) + [Attribute("cicd.pipeline.run.state", "executing")])
    }
    let errors = runs.filter { $0.key.errorType != nil }.map { key, buckets in
      points.sum(
        .int(Int64(clamping: buckets.count)),
        pipelineAttributes(key.pipeline) + [Attribute("error.type", .string(key.errorType ?? ""))])
    }
    return [
      MetricRecord(
        name: "cicd.pipeline.run.duration", unit: "s", description: "How long runs took.",
        data: .histogram(ended, temporality: .cumulative)),
      MetricRecord(
        name: "cicd.pipeline.run.active", unit: "{run}", description: "Runs that have not ended.",
        data: .sum(active, isMonotonic: false, temporality: .cumulative)),
      MetricRecord(
        name: "cicd.pipeline.run.errors", unit: "{error}", description: "Runs that failed.",
        data: .sum(errors, isMonotonic: true, temporality: .cumulative)),
    ]
  }

  // MARK: Points

  private typealias Part = (key: String, value: String, number: (Series) -> MetricRecord.Value)

  private func counter(
    _ name: String, _ unit: String, _ description: String, _ points: PointMaker, _ parts: [Part]
  ) -> MetricRecord {
    MetricRecord(
      name: name, unit: unit, description: description,
      data: .sum(
        series.flatMap { series in
          parts.map { part in
            points.sum(
              part.number(series),
              attributes(of: series) + [Attribute(part.key, .string(part.value))])
          }
        },
        isMonotonic: true, temporality: .cumulative))
  }

  private func attributes(of series: Series) -> [Attribute] {
    attributes(of: SeriesKey(pipeline: series.pipeline, tool: series.tool))
  }

  private func attributes(of key: SeriesKey) -> [Attribute] {
    if key == Self.overflow { return [Attribute("otel.metric.overflow", true)] }
    return pipelineAttributes(key.pipeline) + [
      Attribute("process.executable.name", .string(name(ofTool: key.tool)))
    ]
  }

  private func pipelineAttributes(_ index: Int32) -> [Attribute] {
    guard pipelines.indices.contains(Int(index)) else {
      return [Attribute("otel.metric.overflow", true)]
    }
    return [Attribute("cicd.pipeline.name", .string(pipelines[Int(index)]))]
  }
}

/// Makes data points of one collection.
struct PointMaker {
  let start: UInt64
  let time: UInt64

  func sum(_ value: MetricRecord.Value, _ attributes: [Attribute]) -> MetricRecord.NumberPoint {
    MetricRecord.NumberPoint(attributes: attributes, start: start, time: time, value: value)
  }

  func gauge(_ value: MetricRecord.Value, _ attributes: [Attribute]) -> MetricRecord.NumberPoint {
    MetricRecord.NumberPoint(attributes: attributes, time: time, value: value)
  }

  func histogram(
    _ buckets: DurationBuckets, _ attributes: [Attribute]
  ) -> MetricRecord.HistogramPoint {
    var point = MetricRecord.HistogramPoint(
      attributes: attributes, start: start, time: time, bounds: DurationBuckets.bounds)
    point.count = buckets.count
    point.sum = Double(buckets.sum) / 1e9
    if buckets.count > 0 {
      point.min = Double(buckets.least) / 1e9
      point.max = Double(buckets.greatest) / 1e9
    }
    point.buckets = buckets.counts.indices.map { buckets.counts[$0] }
    point.exemplars =
      buckets.example.map { example in
        [
          MetricRecord.Exemplar(
            time: example.time, value: .double(Double(example.duration) / 1e9),
            context: TraceContext(traceID: example.traceID, spanID: example.spanID))
        ]
      } ?? []
    return point
  }
}
