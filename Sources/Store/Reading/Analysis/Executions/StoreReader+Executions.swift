internal import Foundation

extension StoreReader {
  /// Connections that read at the same time; more would wait for each other's memory.
  private static let mostConnections = 4
  /// Processes that are worth a connection of their own.
  private static let share: Int64 = 20_000

  /// What the processes that a filter leaves took and how they ended.
  ///
  /// - Throws: ``StoreError``.
  public func executions(
    _ filter: ExecutionFilter, _ options: ExecutionAnalysis.Options = .init()
  ) throws -> ExecutionAnalysis {
    let state = try SharedState(
      path: path, count: min(ProcessInfo.processInfo.activeProcessorCount, Self.mostConnections))
    let connection = state.connections[0]
    try connection.requireCurrentSchema()
    let runs = try SelectedRuns(filter, in: connection)
    let isSingle = runs.entries.count == 1
    let wanted = ProcessScan.Wanted(
      filter: filter, runs: runs,
      lastTool: try connection.firstInteger(AnalysisSQL.lastTool) ?? 0, lineage: isSingle)
    let scans = try scan(wanted, try runs.parts(connection), state)

    let names = try ToolNames(connection)
    var analysis = try ExecutionAnalysis(scans, runs, names: names)
    if isSingle, let run = try run(id: runs.entries[0].id) {
      var lives = ProcessLives()
      for scan in scans { lives.append(scan.lives) }
      analysis.singleRun = try ExecutionAnalysis.SingleRun(
        run, lives, options, names: names, in: connection)
    }
    return analysis
  }

  private func scan(
    _ wanted: ProcessScan.Wanted, _ parts: [ScanPart], _ state: SharedState
  ) throws -> [ProcessScan] {
    let weight = parts.reduce(0) { $0 &+ $1.weight }
    let count = max(1, min(Int(weight / Self.share), state.connections.count))
    let shares = ScanPart.shares(parts, count: count)
    return try Shares.map(count: count) { number in
      let expected = shares[number].reduce(0) { $0 &+ $1.weight }
      var scan = ProcessScan(wanted, capacity: Int(clamping: min(expected, 1 << 24)))
      try scan.read(shares[number], from: state.connections[number])
      return scan
    }
  }
}

extension ExecutionAnalysis.SingleRun {
  init(
    _ run: RunRecord, _ lives: ProcessLives, _ options: ExecutionAnalysis.Options,
    names: ToolNames, in connection: AnalysisConnection
  ) throws {
    let span = RunSpan(
      started: run.started, ended: run.ended, isOpen: run.ended == nil || run.isInterrupted, lives)
    self.run = run
    (started, ended) = (span.started, span.ended)
    enum Part {
      case parallelism(Parallelism)
      case steps([CriticalPathWalk.Step])
    }
    let parts = try Shares.map(count: 2) { number in
      number == 0
        ? Part.parallelism(ParallelismSweep.measure(lives, span, buckets: options.buckets))
        : Part.steps(CriticalPathWalk.steps(lives, span))
    }
    parallelism = Parallelism()
    criticalPath = CriticalPath()
    for part in parts {
      switch part {
      case .parallelism(let measured): parallelism = measured
      case .steps(let steps):
        criticalPath = try CriticalPath(
          steps, lives, span, limit: options.segments, names: names, in: connection)
      }
    }
  }
}
