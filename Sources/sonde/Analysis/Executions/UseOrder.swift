import ArgumentParser
import Store

/// What comes first in a list of tools or pipelines.
enum UseOrder: String, CaseIterable, ExpressibleByArgument {
  case cpu, wall, processes, executions, failures, memory, read, written, running, name

  /// In words.
  var words: String {
    switch self {
    case .cpu: "CPU time"
    case .wall: "wall time"
    case .memory: "peak memory"
    case .read: "bytes read from storage"
    case .written: "bytes written to storage"
    case .processes, .executions, .failures, .running, .name: rawValue
    }
  }

  /// What is compared, the greatest first; of equals, the name decides.
  private func key(_ use: ProcessUse) -> Int64 {
    switch self {
    case .cpu: use.cpu.sum
    case .wall: use.wall.sum
    case .processes: use.processes
    case .executions: use.executions
    case .failures: use.failures
    case .memory: use.peakMemory.max
    case .read: use.readBytes
    case .written: use.writeBytes
    case .running: use.running
    case .name: 0
    }
  }

  func sorted(_ tools: [ExecutionAnalysis.Tool]) -> [ExecutionAnalysis.Tool] {
    tools.sorted {
      precedes(($0.use, $0.name), ($1.use, $1.name))
    }
  }

  func sorted(_ pipelines: [ExecutionAnalysis.Pipeline]) -> [ExecutionAnalysis.Pipeline] {
    pipelines.sorted {
      precedes(($0.use, $0.name.map { RawText($0) }), ($1.use, $1.name.map { RawText($0) }))
    }
  }

  /// What has no name comes last among equals.
  private func precedes(
    _ left: (use: ProcessUse, name: RawText?), _ right: (use: ProcessUse, name: RawText?)
  ) -> Bool {
    let keys = (key(left.use), key(right.use))
    if keys.0 != keys.1 { return keys.0 > keys.1 }
    guard let first = left.name, let second = right.name else { return left.name != nil }
    return first < second
  }
}
