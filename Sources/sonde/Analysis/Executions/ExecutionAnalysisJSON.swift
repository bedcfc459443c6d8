import Store

/// An analysis of executions for programs.
///
/// Keys are added, never changed. Times are UTC in ISO 8601, durations (`_s`) seconds, sizes
/// (`_bytes`, `rchar`, `wchar`) bytes; what is not known is null.
///
///     filter              what was asked for: run_id, pipeline, uids, since, until
///     runs                how many runs were looked at
///     percentiles         how they are defined: "nearest-rank"
///     overall             what all processes took:
///       processes, executions, running, end_not_seen
///       failures          ended otherwise than with status 0: exited_nonzero and signalled
///       oom_killed        chosen by the out-of-memory killer
///       ended             those that wall_s and cpu_s are of
///       wall_s, cpu_s     sum, mean, p50, p95, max; null when none has ended
///       cpu_user_s, cpu_system_s
///       peak_rss_bytes    known (how many), p50, p95, max, max_source
///       read_bytes, write_bytes, rchar, wchar
///     pipelines           the same by pipeline; also pipeline and runs
///     pipelines_omitted   how many more there are
///     tools, tools_omitted
///     run                 when only one run was looked at:
///       run_id, pipeline, name, started_at, ended_at, duration_s
///       parallelism       alive and busy (min, mean, max), buckets (started_at, alive,
///                         alive_max, busy), end_not_seen, cpu_not_known
///       critical_path     segments (the longest, in the order of time), segments_omitted,
///                         omitted_s, tools, unattributed_s, processes, duration_s
struct ExecutionAnalysisJSON {
  let list: ExecutionLists
  let filter: ExecutionFilter

  /// The text, with a line feed at its end.
  func render() -> [UInt8] {
    var text = JSONText(isIndented: true)
    text.append(value)
    text.append(syntax: "\n")
    return text.bytes
  }

  private typealias Members = [(key: String, value: JSONValue)]

  private var value: JSONValue {
    let top = list.top ?? .max
    return .object([
      ("filter", filterValue), ("runs", .integer(list.analysis.runs)),
      ("percentiles", .string("nearest-rank")),
      ("overall", .object(Self.use(list.analysis.overall))),
      (
        "pipelines",
        .array(
          list.pipelines.prefix(top).map { pipeline in
            .object(
              [("pipeline", JSONValue(pipeline.name)), ("runs", .integer(pipeline.runs))]
                + Self.use(pipeline.use))
          })
      ),
      ("pipelines_omitted", .integer(Int64(max(list.pipelines.count - top, 0)))),
      (
        "tools",
        .array(
          list.tools.prefix(top).map { tool in
            .object([("tool", tool.name.map { .text($0) } ?? .null)] + Self.use(tool.use))
          })
      ),
      ("tools_omitted", .integer(Int64(max(list.tools.count - top, 0)))),
      ("run", list.analysis.singleRun.map { SingleRunJSON(run: $0, top: list.top).value } ?? .null),
    ])
  }

  private var filterValue: JSONValue {
    .object([
      ("run_id", JSONValue(filter.runID)), ("pipeline", JSONValue(filter.pipeline)),
      ("uids", filter.users.map { .array($0.sorted().map { .integer($0) }) } ?? .null),
      ("since", JSONValue(time: filter.since)), ("until", JSONValue(time: filter.until)),
    ])
  }

  private static func use(_ use: ProcessUse) -> Members {
    [
      ("processes", .integer(use.processes)), ("executions", .integer(use.executions)),
      ("running", .integer(use.running)), ("end_not_seen", .integer(use.endNotSeen)),
      ("failures", .integer(use.failures)), ("exited_nonzero", .integer(use.exitedNonZero)),
      ("signalled", .integer(use.signalled)), ("oom_killed", .integer(use.outOfMemory)),
      ("ended", .integer(use.wall.count)),
      ("wall_s", times(use.wall)), ("cpu_s", times(use.cpu)),
      ("cpu_user_s", JSONValue(seconds: use.userTime)),
      ("cpu_system_s", JSONValue(seconds: use.systemTime)),
      ("peak_rss_bytes", memory(use)),
      ("read_bytes", .integer(use.readBytes)), ("write_bytes", .integer(use.writeBytes)),
      ("rchar", .integer(use.rchar)), ("wchar", .integer(use.wchar)),
    ]
  }

  private static func times(_ times: Distribution) -> JSONValue {
    guard times.count > 0 else { return .null }
    return .object([
      ("sum", JSONValue(seconds: times.sum)), ("mean", .real(times.mean / 1e9)),
      ("p50", JSONValue(seconds: times.p50)), ("p95", JSONValue(seconds: times.p95)),
      ("max", JSONValue(seconds: times.max)),
    ])
  }

  private static func memory(_ use: ProcessUse) -> JSONValue {
    let memory = use.peakMemory
    guard memory.count > 0 else { return .null }
    return .object([
      ("known", .integer(memory.count)), ("p50", .integer(memory.p50)),
      ("p95", .integer(memory.p95)), ("max", .integer(memory.max)),
      ("max_source", .string(use.peakMemorySource == .bound ? "bound" : "exact")),
    ])
  }
}
