import Store

/// The lists of an analysis of executions as CSV: a line for all together, then pipelines, then
/// tools, told apart by the column `scope`. What is said of a single run has no place in it.
struct ExecutionAnalysisCSV {
  let list: ExecutionLists

  private static let columns = [
    "scope", "name", "runs", "processes", "executions", "running", "end_not_seen", "failures",
    "exited_nonzero", "signalled", "oom_killed", "ended",
    "wall_s_sum", "wall_s_mean", "wall_s_p50", "wall_s_p95", "wall_s_max",
    "cpu_s_sum", "cpu_s_mean", "cpu_s_p50", "cpu_s_p95", "cpu_s_max",
    "cpu_user_s", "cpu_system_s", "peak_rss_bytes_p50", "peak_rss_bytes_p95",
    "peak_rss_bytes_max", "read_bytes", "write_bytes", "rchar", "wchar",
  ]

  func write(to file: OutputFile) throws {
    let output = BufferedOutput(file)
    let lines = QueryLines.CSV(output)
    let top = list.top ?? .max
    try lines.begin(Self.columns)
    try lines.add(line("all", nil, runs: list.analysis.runs, list.analysis.overall))
    for pipeline in list.pipelines.prefix(top) {
      let name = pipeline.name.map { RawText($0) }
      try lines.add(line("pipeline", name, runs: pipeline.runs, pipeline.use))
    }
    for tool in list.tools.prefix(top) {
      try lines.add(line("tool", tool.name, runs: nil, tool.use))
    }
    try output.flush()
  }

  private func line(
    _ scope: String, _ name: RawText?, runs: Int64?, _ use: ProcessUse
  ) -> [QueryValue] {
    let memory = use.peakMemory
    return [.text(RawText(scope)), name.map { .text($0) } ?? .null]
      + [runs.map { .integer($0) } ?? .null]
      + [
        use.processes, use.executions, use.running, use.endNotSeen, use.failures,
        use.exitedNonZero, use.signalled, use.outOfMemory, use.wall.count,
      ].map { .integer($0) }
      + times(use.wall) + times(use.cpu)
      + [.real(Double(use.userTime) / 1e9), .real(Double(use.systemTime) / 1e9)]
      + [memory.p50, memory.p95, memory.max].map { memory.count > 0 ? .integer($0) : .null }
      + [use.readBytes, use.writeBytes, use.rchar, use.wchar].map { .integer($0) }
  }

  private func times(_ times: Distribution) -> [QueryValue] {
    guard times.count > 0 else { return Array(repeating: .null, count: 5) }
    let values = [
      Double(times.sum), times.mean, Double(times.p50), Double(times.p95), Double(times.max),
    ]
    return values.map { .real($0 / 1e9) }
  }
}
