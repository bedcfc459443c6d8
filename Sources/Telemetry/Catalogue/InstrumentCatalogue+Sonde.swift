extension InstrumentCatalogue {
  /// What no convention has a name for.
  static let sonde: [Entry] = sondeProcesses + sondeRecording + sondeTelemetry

  private static let sondeProcesses: [Entry] = [
    Entry("sonde.process.started", .counter, "{process}", "Processes that began"),
    Entry("sonde.process.ended", .counter, "{process}", "Processes that ended, by outcome"),
    Entry("sonde.process.running", .upDownCounter, "{process}", "Processes that live"),
    Entry(
      "sonde.process.duration", .histogram, "s", "From fork to exit",
      bounds: BucketBounds.processSeconds),
    Entry(
      "sonde.process.peak_rss", .gauge, "By", "The largest resident memory of a single process"),
    Entry("sonde.host.load", .gauge, "1", "Load average, by window"),
  ]

  private static let sondeRecording: [Entry] = [
    Entry("sonde.records.received", .counter, "{record}", "Records from the kernel, by kind"),
    Entry(
      "sonde.records.lost", .counter, "{record}", "Records that the ring had no room for, by kind"),
    Entry("sonde.ring.usage", .gauge, "By", "What was full of the ring when it was last read"),
    Entry("sonde.ring.size", .gauge, "By", "The size of the ring"),
    Entry("sonde.batch.rows", .counter, "{row}", "Rows written to the database"),
    Entry("sonde.batch.duration", .histogram, "s", "How long transactions took"),
    Entry("sonde.agent.cpu.time", .counter, "s", "What tracing costs, by where"),
    Entry("sonde.agent.memory.usage", .gauge, "By", "Resident memory of the agent"),
    Entry("sonde.runs.incomplete", .counter, "{run}", "Runs that ended with records missing"),
  ]

  private static let sondeTelemetry: [Entry] = [
    Entry("sonde.spans.folded", .counter, "{span}", "Processes that have no span of their own"),
    Entry("sonde.spans.abandoned", .counter, "{span}", "Spans forgotten before they ended"),
    Entry("sonde.log.lost", .counter, "{line}", "Lines of the log that could not be written"),
    Entry("sonde.metric.series", .upDownCounter, "{series}", "Series that are kept, by metric"),
    Entry(
      "sonde.metric.overflow", .counter, "{measurement}",
      "Measurements that went to a series of overflow"),
    Entry(
      "sonde.metric.refused", .counter, "{request}",
      "Instruments, points and values that metrics had no place for, by reason"),
    Entry(
      "sonde.prometheus.skipped", .gauge, "{point}",
      "Points that Prometheus has no form for, by reason"),
    Entry(
      "sonde.prometheus.refused", .counter, "{connection}",
      "Connections to the endpoint beyond the number that it serves at a time"),
    Entry(
      "sonde.telemetry.dropped", .counter, "{item}",
      "What will not reach the back end, by signal and reason"),
    Entry("sonde.telemetry.spool.usage", .gauge, "By", "Bytes that wait on disk"),
    Entry("sonde.telemetry.made", .counter, "{item}", "What was to be exported, by signal"),
    Entry("sonde.telemetry.spool.limit", .gauge, "By", "Bytes that may wait on disk"),
    Entry("sonde.telemetry.spool.items", .gauge, "{item}", "Items that wait on disk"),
  ]
}
