import OTLP
import Procfs
import Telemetry

/// A reading of the host as metrics
/// (https://opentelemetry.io/docs/specs/semconv/system/system-metrics/).
struct HostMetrics {
  let host: HostSample
  let filesystems: [FilesystemSample]
  /// ns since 1970.
  let time: UInt64

  /// Empty before the first reading.
  var records: [MetricRecord] {
    guard host.memoryTotal > 0 else { return [] }
    let catalogue = InstrumentCatalogue.standard
    var records = [
      catalogue.record(
        "system.memory.usage",
        [
          point(host.memoryUsed, "system.memory.state", "used"),
          // What programs could still get without swapping.
          point(host.memoryAvailable, "system.memory.state", "free"),
        ]),
      catalogue.record("system.memory.limit", [point(host.memoryTotal)]),
      catalogue.record(
        "system.paging.usage", [point(host.swapUsed, "system.paging.state", "used")]),
      catalogue.record(
        "sonde.host.load",
        [("1m", host.load1), ("5m", host.load5), ("15m", host.load15)].map { window, load in
          MetricRecord.NumberPoint(
            attributes: [Attribute("sonde.load.window", .string(window))], time: time,
            value: .double(load))
        }),
      catalogue.record("system.filesystem.usage", filesystems.flatMap(points)),
    ]
    if let percent = host.cpuPercent {
      records.append(
        catalogue.record(
          "system.cpu.utilization",
          [MetricRecord.NumberPoint(time: time, value: .double(percent / 100))]))
    }
    return records
  }

  private func points(_ filesystem: FilesystemSample) -> [MetricRecord.NumberPoint] {
    // What is reserved for root is neither used nor free for others.
    [("used", filesystem.used), ("free", filesystem.available)].map { state, bytes in
      MetricRecord.NumberPoint(
        attributes: [
          Attribute("system.device", .string(filesystem.device)),
          Attribute("system.filesystem.mountpoint", .string(filesystem.mountPoint)),
          Attribute("system.filesystem.type", .string(filesystem.type)),
          Attribute("system.filesystem.state", .string(state)),
        ], time: time, value: .int(Int64(clamping: bytes)))
    }
  }

  private func point(
    _ value: UInt64, _ key: String? = nil, _ word: String = ""
  ) -> MetricRecord.NumberPoint {
    MetricRecord.NumberPoint(
      attributes: key.map { [Attribute($0, .string(word))] } ?? [], time: time,
      value: .int(Int64(clamping: value)))
  }
}
