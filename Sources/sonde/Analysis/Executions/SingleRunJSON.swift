import Store

/// What made one run take its time, for programs.
struct SingleRunJSON {
  let run: ExecutionAnalysis.SingleRun
  /// How many segments and tools of the path are written; `nil`: as many as were kept.
  let top: Int?

  var value: JSONValue {
    .object([
      ("run_id", .integer(run.run.id)), ("pipeline", JSONValue(run.run.pipeline)),
      ("name", JSONValue(run.run.name)), ("started_at", JSONValue(time: run.started)),
      ("ended_at", JSONValue(time: run.run.ended)),
      ("duration_s", JSONValue(seconds: run.ended - run.started)),
      ("parallelism", parallelism), ("critical_path", criticalPath),
    ])
  }

  private var parallelism: JSONValue {
    let measured = run.parallelism
    return .object([
      (
        "alive",
        .object([
          ("min", .integer(measured.aliveMin)), ("mean", .real(measured.aliveMean)),
          ("max", .integer(measured.aliveMax)),
        ])
      ),
      (
        "busy",
        .object([
          ("min", .real(measured.busyMin)), ("mean", .real(measured.busyMean)),
          ("max", .real(measured.busyMax)),
        ])
      ),
      ("end_not_seen", .integer(measured.unknownEnds)),
      ("cpu_not_known", .integer(measured.unknownCPU)),
      (
        "buckets",
        .array(
          measured.buckets.map { bucket in
            .object([
              ("started_at", JSONValue(time: bucket.started)), ("alive", .real(bucket.alive)),
              ("alive_max", .integer(bucket.aliveMax)), ("busy", .real(bucket.busy)),
            ])
          })
      ),
    ])
  }

  private var criticalPath: JSONValue {
    let path = run.criticalPath.cut(to: top)
    return .object([
      ("duration_s", JSONValue(seconds: path.duration)), ("processes", .integer(path.processes)),
      (
        "tools",
        .array(
          path.tools.map { tool in
            .object([
              ("tool", text(tool.name)), ("segments", .integer(tool.segments)),
              ("wall_s", JSONValue(seconds: tool.time)), ("share", share(tool.time)),
            ])
          })
      ),
      ("unattributed_s", JSONValue(seconds: path.unattributed)),
      ("segments", .array(path.segments.map(segment))),
      ("segments_omitted", .integer(path.omitted)),
      ("omitted_s", JSONValue(seconds: path.omittedTime)),
    ])
  }

  private func segment(_ segment: CriticalPath.Segment) -> JSONValue {
    let process = segment.process
    return .object([
      ("process_id", JSONValue(process?.id)), ("pid", JSONValue(process?.pid)),
      ("tool", text(process?.tool)),
      ("command", process.map { .array($0.command.map { .text($0) }) } ?? .null),
      ("executed", process.map { .bool($0.hasExecuted) } ?? .null),
      ("end_seen", process.map { .bool($0.hasEnded) } ?? .null),
      ("started_at", JSONValue(time: segment.started)),
      ("started_ns", .integer(segment.started)), ("ended_ns", .integer(segment.ended)),
      ("wall_s", JSONValue(seconds: segment.duration)), ("share", share(segment.duration)),
    ])
  }

  private func text(_ text: RawText?) -> JSONValue { text.map { .text($0) } ?? .null }

  /// Of the run's duration, from 0 to 1.
  private func share(_ time: Int64) -> JSONValue {
    let whole = run.criticalPath.duration
    return whole > 0 ? .real(Double(time) / Double(whole)) : .null
  }
}
