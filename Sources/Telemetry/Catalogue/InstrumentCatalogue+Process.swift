extension InstrumentCatalogue {
  /// https://opentelemetry.io/docs/specs/semconv/system/process-metrics/
  static let process: [Entry] = [
    Entry("process.cpu.time", .counter, "s", "CPU time used, by mode"),
    Entry("process.cpu.utilization", .gauge, "1", "Share of the CPUs in use, by mode"),
    Entry("process.memory.usage", .upDownCounter, "By", "Physical memory in use"),
    Entry("process.memory.virtual", .upDownCounter, "By", "Virtual memory in use"),
    Entry("process.memory.utilization", .gauge, "1", "Share of the physical memory in use"),
    Entry("process.disk.io", .counter, "By", "Bytes read from and written to storage"),
    Entry("process.disk.operations", .counter, "{operation}", "Reads and writes of storage"),
    Entry("process.network.io", .counter, "By", "Bytes received and sent"),
    Entry("process.thread.count", .upDownCounter, "{thread}", "Threads"),
    Entry(
      "process.unix.file_descriptor.count", .upDownCounter, "{file_descriptor}",
      "File descriptors in use"),
    Entry(
      "process.context_switches", .counter, "{context_switch}", "Context switches, by type"),
    Entry("process.paging.faults", .counter, "{fault}", "Page faults, by type"),
    Entry("process.signals_pending", .upDownCounter, "{signal}", "Signals pending"),
    Entry("process.uptime", .gauge, "s", "How long the process has been running"),
  ]
}
