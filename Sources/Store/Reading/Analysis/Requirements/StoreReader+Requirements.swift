internal import Foundation
internal import GRDB

extension StoreReader {
  private static let mostConnections = 4
  private static let share: Int64 = 20_000

  /// What the executions of tools and steps have needed, in the runs that a filter leaves.
  ///
  /// - Throws: ``StoreError``.
  public func requirements(_ filter: ExecutionFilter) throws -> Requirements {
    let state = try SharedState(
      path: path, count: min(ProcessInfo.processInfo.activeProcessorCount, Self.mostConnections))
    let connection = state.connections[0]
    try connection.requireCurrentSchema()
    let runs = try SelectedRuns(filter, in: connection)
    let parts = try runs.parts(connection)
    let weight = parts.reduce(0) { $0 &+ $1.weight }
    let count = max(1, min(Int(weight / Self.share), state.connections.count))
    let shares = ScanPart.shares(parts, count: count)
    let scans = try Shares.map(count: count) { number in
      let expected = shares[number].reduce(0) { $0 &+ $1.weight }
      var scan = RequirementScan(runs, filter, capacity: Int(clamping: min(expected, 1 << 24)))
      try scan.read(shares[number], from: state.connections[number])
      return scan
    }
    var sums = RequirementSums()
    try ToolExecutions(scans).add(to: &sums, names: try ToolNames(connection))
    if try hasRelation("steps"), try hasRelation("step_processes") {
      try addSteps(of: runs, to: &sums)
    }
    return Requirements(
      runs: Int64(runs.entries.count),
      all: try sums.finished().sorted { left, right in
        left.cpu != right.cpu ? left.cpu > right.cpu : left.executions > right.executions
      })
  }

  private func addSteps(of runs: SelectedRuns, to sums: inout RequirementSums) throws {
    try reading { database in
      var steps = StepExecutions()
      let rows = try Row.fetchCursor(database, sql: RequirementSQL.steps)
      while let row = try rows.next() {
        var columns = RowReader(row)
        let (id, run) = (columns.integer(), columns.integer())
        let parent = columns.optionalInteger()
        let (engine, name) = (columns.string(), columns.string())
        guard runs.indexByID[run] >= 0 else { continue }
        steps.add(
          id, parent: parent, engine: engine, name: name, exitCode: columns.optionalInteger())
      }
      let processes = try Row.fetchCursor(database, sql: RequirementSQL.stepProcesses)
      while let row = try processes.next() {
        var columns = RowReader(row)
        let step = columns.integer()
        let (started, ended) = (columns.integer(), columns.integer())
        let cpu = columns.integer() &+ columns.integer()
        let peak = columns.optionalInteger() ?? -1
        let isExact = columns.integer() == MeasureSource.exact.rawValue
        steps.add(
          process: RequirementScan.Use(
            started: started, ended: ended, cpu: cpu, peak: isExact ? peak : -1,
            isOutOfMemory: columns.bool(), hasSucceeded: true, executionID: 0, tool: 0), to: step)
      }
      steps.add(to: &sums)
    }
  }
}

/// Executions of tools: each process that executed something, with its forks.
private struct ToolExecutions {
  private let scans: [RequirementScan]
  private var forks: [Int64: [RequirementScan.Use]] = [:]

  init(_ scans: [RequirementScan]) {
    self.scans = scans
    for scan in scans {
      for fork in scan.forks { forks[fork.executionID, default: []].append(fork) }
    }
  }

  func add(to sums: inout RequirementSums, names: ToolNames) throws {
    sums.reserve(scans.reduce(0) { $0 + $1.executed.count })
    var groups: [Int64: Int] = [:]
    var last: (tool: Int64, group: Int) = (.min, 0)
    let hasForks = !forks.isEmpty
    for scan in scans {
      for use in scan.executed {
        if use.tool != last.tool {
          let group: Int
          if let known = groups[use.tool] {
            group = known
          } else {
            group = sums.add(.tool(try names.name(of: use.tool) ?? "(not known)"))
            groups[use.tool] = group
          }
          last = (use.tool, group)
        }
        let family = hasForks && use.executionID != 0 ? forks[use.executionID] : nil
        sums.add(
          family.map { Self.execution(use, with: $0) } ?? Self.execution(use), to: last.group)
      }
    }
  }

  @inline(__always)
  private static func execution(_ use: RequirementScan.Use) -> RequirementSums.Execution {
    RequirementSums.Execution(
      wall: max(use.ended &- use.started, 0), cpu: use.cpu, memory: use.peak,
      isOutOfMemory: use.isOutOfMemory, victimPeak: max(use.peak, 0),
      hasSucceeded: use.ended == 0 ? nil : use.hasSucceeded)
  }

  private static func execution(
    _ use: RequirementScan.Use, with forks: [RequirementScan.Use]
  ) -> RequirementSums.Execution {
    var (execution, sweep) = (execution(use), PeakSweep())
    for process in [use] + forks {
      sweep.add(
        started: process.started, ended: process.ended == 0 ? use.ended : process.ended,
        peak: process.peak)
      if process.isOutOfMemory {
        execution.isOutOfMemory = true
        execution.victimPeak = max(execution.victimPeak, process.peak)
      }
    }
    execution.cpu = forks.reduce(use.cpu) { $0 &+ $1.cpu }
    execution.memory = sweep.isKnown ? sweep.greatest() : -1
    return execution
  }
}
