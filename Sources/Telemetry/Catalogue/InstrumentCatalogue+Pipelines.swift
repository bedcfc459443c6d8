extension InstrumentCatalogue {
  /// https://opentelemetry.io/docs/specs/semconv/cicd/cicd-metrics/
  static let pipelines: [Entry] = [
    Entry(
      "cicd.pipeline.run.duration", .histogram, "s", "How long runs of pipelines took",
      bounds: BucketBounds.longSeconds),
    Entry("cicd.pipeline.run.active", .upDownCounter, "{run}", "Runs under way, by state"),
    Entry("cicd.pipeline.run.errors", .counter, "{error}", "Errors in runs of pipelines"),
    Entry("cicd.system.errors", .counter, "{error}", "Errors of what runs the pipelines"),
    Entry("cicd.worker.count", .upDownCounter, "{worker}", "Workers, by state"),
  ]

  /// The names are those that the coverage bot has always had. One has its unit in it, which is
  /// therefore not declared: in Prometheus it would become a second ending.
  static let coverageBot: [Entry] = [
    Entry("ebpf_bot_decisions_total", .counter, "", "Decisions of the coverage bot"),
    Entry(
      "ebpf_bot_decision_latency_ms", .histogram, "", "How long decisions took, in milliseconds",
      measure: "ms"),
    Entry("ebpf_bot_errors_total", .counter, "", "Decisions of the coverage bot that failed"),
  ]
}
