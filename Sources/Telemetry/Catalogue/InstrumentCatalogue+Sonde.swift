extension InstrumentCatalogue {
  /// What no convention has a name for.
  static let sonde: [Entry] = recording + exporting

  private static let recording: [Entry] = [
    Entry("sonde.host.load", .gauge, "1", "Load average, by window"),
    Entry("sonde.records.received", .counter, "{record}", "Records from the kernel, by kind"),
    Entry("sonde.records.lost", .counter, "{record}", "Records that were lost, by kind"),
    Entry("sonde.ring.usage", .gauge, "By", "Bytes in the kernel's buffer when it was last read"),
    Entry("sonde.ring.size", .gauge, "By", "Size of the kernel's buffer"),
    Entry("sonde.batch.rows", .counter, "{row}", "Rows written to the database"),
    Entry("sonde.batch.duration", .histogram, "s", "How long transactions took"),
    Entry("sonde.agent.cpu.time", .counter, "s", "CPU time that tracing took, by where"),
    Entry("sonde.agent.memory.usage", .gauge, "By", "Physical memory that Sonde uses"),
    Entry("sonde.runs.incomplete", .counter, "{run}", "Runs that ended with records missing"),
    Entry("sonde.spans.folded", .counter, "{span}", "Processes folded into their parent's span"),
  ]

  private static let exporting: [Entry] = [
    Entry("sonde.spans.abandoned", .counter, "{span}", "Spans forgotten before they ended"),
    Entry("sonde.log.lost", .counter, "{line}", "Lines of the log that could not be written"),
    Entry("sonde.metric.series", .upDownCounter, "{series}", "Series that are kept, by metric"),
    Entry(
      "sonde.metric.overflow", .counter, "{measurement}",
      "Measurements that went to a series that is shared"),
    Entry(
      "sonde.metric.refused", .counter, "{request}",
      "Requests for a series, points and values that metrics had no place for, by reason"),
    Entry(
      "sonde.prometheus.skipped", .gauge, "{point}",
      "Points that Prometheus has no form for, by reason"),
    Entry("sonde.telemetry.made", .counter, "{item}", "Items that were to be exported"),
    Entry(
      "sonde.telemetry.dropped", .counter, "{item}",
      "Items that will not reach the back end, by reason"),
    Entry("sonde.telemetry.spool.items", .gauge, "{item}", "Items that wait on disk"),
    Entry("sonde.telemetry.spool.usage", .gauge, "By", "Bytes that wait on disk"),
    Entry("sonde.telemetry.spool.limit", .gauge, "By", "Bytes that may wait on disk"),
  ]
}
