import Foundation

/// Holds metrics about processes against sums over the database.
struct TelemetryTotals {
  /// A point of a sum: the program, and what else tells it from others.
  private struct Key: Hashable {
    let metric: String
    let program: String
    let part: String
  }

  /// What is wrong, in words; nothing if all is right.
  private(set) var differences: [String] = []

  /// The metrics that are compared, by the attribute that divides them.
  private static let parts = [
    "process.cpu.time": "cpu.mode",
    "process.disk.io": "disk.io.direction",
    "process.paging.faults": "system.paging.fault.type",
    "process.context_switches": "process.context_switch.type",
    "sonde.process.ended": "sonde.process.outcome",
  ]

  /// - Parameters:
  ///   - processes: of the run.
  ///   - metrics: as they were sent last.
  init(_ processes: [StoredProcess], _ metrics: [TelemetryMetric]) {
    var told: [Key: Double] = [:]
    for metric in metrics {
      guard let part = Self.parts[metric.name] else { continue }
      for point in metric.points {
        let program = point.text("process.executable.name") ?? "none"
        let key = Key(metric: metric.name, program: program, part: point.text(part) ?? "")
        told[key, default: 0] += point.value
      }
    }
    let stored = Self.sums(processes)
    for key in Set(told.keys).union(stored.keys) {
      let (left, right) = (told[key] ?? 0, stored[key] ?? 0)
      // A nanosecond for each process: sums of fractions are not exact.
      if abs(left - right) > 1e-9 * Double(processes.count) + abs(right) * 1e-9 {
        differences.append("\(key.metric) of \(key.program), \(key.part): \(left), not \(right)")
      }
    }
    let started = metrics.filter { $0.name == "sonde.process.started" }.flatMap(\.points)
    let count = started.reduce(0) { $0 + $1.value }
    if count != Double(processes.count) {
      differences.append("\(count) processes began, not \(processes.count)")
    }
    let durations = metrics.filter { $0.name == "sonde.process.duration" }.flatMap(\.points)
    let measured = durations.reduce(0) { $0 + $1.value }
    if measured != Double(processes.count) {
      differences.append("the durations of \(measured) processes, not \(processes.count)")
    }
  }

  private static func sums(_ processes: [StoredProcess]) -> [Key: Double] {
    var sums: [Key: Double] = [:]
    for row in processes {
      func add(_ metric: String, _ part: String, _ value: Double?) {
        sums[Key(metric: metric, program: row.tool ?? "unknown", part: part), default: 0] +=
          value ?? 0
      }
      func add(_ metric: String, _ part: String, _ value: Int?) {
        add(metric, part, value.map { Double($0) })
      }
      add("process.cpu.time", "user", row.cpuUserS)
      add("process.cpu.time", "system", row.cpuSystemS)
      add("process.disk.io", "read", row.readBytes)
      add("process.disk.io", "write", row.writeBytes)
      add("process.paging.faults", "minor", row.minorFaults)
      add("process.paging.faults", "major", row.majorFaults)
      add("process.context_switches", "voluntary", row.voluntarySwitches)
      add("process.context_switches", "involuntary", row.involuntarySwitches)
      let isSignal = row.signal != nil
      let outcome =
        row.oomKilled ? "oom" : isSignal ? "signal" : row.exitCode == 0 ? "success" : "failure"
      add("sonde.process.ended", outcome, 1)
    }
    return sums
  }
}
