extension InstrumentCatalogue {
  /// https://opentelemetry.io/docs/specs/semconv/system/system-metrics/
  static let system: [Entry] = systemComputing + systemMemory + systemStorage + systemTraffic

  private static let systemComputing: [Entry] = [
    Entry("system.uptime", .gauge, "s", "How long the system has been running"),
    Entry("system.cpu.time", .counter, "s", "Time that each CPU spent, by mode"),
    Entry("system.cpu.utilization", .gauge, "1", "Share of the time of each CPU, by mode"),
    Entry("system.cpu.frequency", .gauge, "Hz", "Frequency at which each CPU runs"),
    Entry("system.cpu.logical.count", .upDownCounter, "{cpu}", "CPUs as the kernel counts them"),
    Entry("system.cpu.physical.count", .upDownCounter, "{cpu}", "Cores of the hardware"),
    Entry("system.process.count", .upDownCounter, "{process}", "Processes, by state"),
    Entry("system.process.created", .counter, "{process}", "Processes created since the start"),
    Entry("system.process.limit", .upDownCounter, "{thread}", "The most tasks that may be"),
  ]

  private static let systemMemory: [Entry] = [
    Entry("system.memory.usage", .upDownCounter, "By", "Memory in use, by state"),
    Entry("system.memory.limit", .upDownCounter, "By", "Memory of the system"),
    Entry("system.memory.utilization", .gauge, "1", "Share of the memory, by state"),
    Entry(
      "system.memory.linux.available", .upDownCounter, "By",
      "Memory that new processes can have without swapping, as the kernel estimates it"),
    Entry("system.memory.linux.shared", .upDownCounter, "By", "Memory shared, mostly by tmpfs"),
    Entry(
      "system.memory.linux.slab.usage", .upDownCounter, "By", "Memory of the kernel's caches"),
    Entry(
      "system.memory.linux.hugepages.limit", .upDownCounter, "{page}", "Huge pages that there are"),
    Entry(
      "system.memory.linux.hugepages.page_size", .upDownCounter, "By", "Size of a huge page"),
    Entry(
      "system.memory.linux.hugepages.reserved", .upDownCounter, "{page}", "Huge pages reserved"),
    Entry(
      "system.memory.linux.hugepages.surplus", .upDownCounter, "{page}",
      "Huge pages beyond those configured"),
    Entry(
      "system.memory.linux.hugepages.usage", .upDownCounter, "{page}", "Huge pages, by state"),
    Entry(
      "system.memory.linux.hugepages.utilization", .gauge, "1", "Share of huge pages, by state"),
    Entry("system.paging.usage", .upDownCounter, "By", "Swap in use, by state"),
    Entry("system.paging.utilization", .gauge, "1", "Share of the swap, by state"),
    Entry("system.paging.faults", .counter, "{fault}", "Page faults, by type"),
    Entry("system.paging.operations", .counter, "{operation}", "Pages moved, by direction"),
  ]

  private static let systemStorage: [Entry] = [
    Entry("system.disk.io", .counter, "By", "Bytes read from and written to each disk"),
    Entry("system.disk.operations", .counter, "{operation}", "Reads and writes of each disk"),
    Entry("system.disk.io_time", .counter, "s", "Time that each disk was busy"),
    Entry("system.disk.operation_time", .counter, "s", "Time that operations took, added up"),
    Entry("system.disk.merged", .counter, "{operation}", "Operations merged into others"),
    Entry("system.disk.limit", .upDownCounter, "By", "Size of each disk"),
    Entry("system.filesystem.usage", .upDownCounter, "By", "Space of filesystems, by state"),
    Entry("system.filesystem.utilization", .gauge, "1", "Share of filesystems in use"),
    Entry("system.filesystem.limit", .upDownCounter, "By", "Size of filesystems"),
    Entry("system.filesystem.lock.count", .upDownCounter, "{lock}", "Locks of files"),
  ]

  private static let systemTraffic: [Entry] = [
    Entry("system.network.io", .counter, "By", "Bytes received and sent"),
    Entry("system.network.packet.count", .counter, "{packet}", "Packets received and sent"),
    Entry("system.network.packet.dropped", .counter, "{packet}", "Packets dropped"),
    Entry("system.network.errors", .counter, "{error}", "Errors of the network"),
    Entry(
      "system.network.connection.count", .upDownCounter, "{connection}", "Connections, by state"),
  ]
}
