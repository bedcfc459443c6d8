extension InstrumentCatalogue {
  /// What no convention has a name for.
  static let sonde: [Entry] = [
    Entry("sonde.events", .counter, "{event}", "Events from the kernel, by kind"),
    Entry("sonde.events.lost", .counter, "{event}", "Events that were lost, by kind and reason"),
    Entry("sonde.processes.followed", .upDownCounter, "{process}", "Processes followed"),
    Entry("sonde.processes.seen", .counter, "{process}", "Processes that were followed so far"),
    Entry("sonde.runs.active", .upDownCounter, "{run}", "Runs under way"),
    Entry("sonde.ring.usage", .upDownCounter, "By", "Bytes in the kernel's buffer"),
    Entry("sonde.ring.limit", .upDownCounter, "By", "Size of the kernel's buffer"),
    Entry("sonde.store.rows", .counter, "{row}", "Rows written to the database"),
    Entry("sonde.store.size", .upDownCounter, "By", "Size of the database"),
    Entry("sonde.cpu.time", .counter, "s", "CPU time that Sonde used, by where"),
    Entry("sonde.memory.usage", .upDownCounter, "By", "Physical memory that Sonde uses"),
    Entry("sonde.spans.folded", .counter, "{process}", "Processes folded into their parent's span"),
    Entry("sonde.span.abandoned", .counter, "{span}", "Spans forgotten before they ended"),
    Entry("sonde.log.lost", .counter, "{line}", "Lines of the log that could not be written"),
    Entry("sonde.metric.series", .upDownCounter, "{series}", "Series that are kept, by metric"),
    Entry(
      "sonde.metric.refused", .counter, "{request}",
      "Requests for a series, points and values that metrics had no place for, by reason"),
    Entry(
      "sonde.prometheus.skipped", .gauge, "{point}",
      "Points that Prometheus has no form for, by reason"),
  ]
}
