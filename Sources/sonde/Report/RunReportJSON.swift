import Probes
import Store

/// A report for programs.
///
/// Keys are added, never changed. They are those of the database's views where these have the
/// same thing: times are UTC in ISO 8601, durations (`_s`) are seconds, sizes (`_bytes`) bytes;
/// what is not known is null.
///
///     run                  the run; of it:
///       exit_code          as a shell says it: 128 and the signal's number if a signal ended it
///       complete           whether every record arrived; null while the run lasts
///       interrupted        tracing ended before the run's last process did
///       tracing            what tracing took: cpu_s, kernel_s, peak_rss_bytes
///       trace_id           its trace in OpenTelemetry
///     root                 its first process
///     totals               sums over its processes; without_end: those in none of the sums
///     failures             what failed: the keys of the view failures; first causes first
///     failures_omitted     how many more there are
///     failure_counts       failures, causes (those that nothing before them explains), hidden (of
///                          the causes, those inside something that succeeded), excused (processes
///                          whose end is no failure), not_looked_at
///     endings              processes that ended otherwise than with exit status 0, alike ones
///                          together: count, root, ordinary, process (the first of them)
///     endings_omitted      processes for which the list had no room
///     failed_executions    error, path, count, recovered, process (the first that tried)
///     failed_executions_omitted
///     tools                by program: sums over its processes
///     steps                of the workflow, in the order of their beginning: the columns of the view
///                          steps, and the pid of the first process; details is the text of an object
///     steps_omitted        steps for which the list had no room: the shortest
///     containers           and other places that processes were in, in the order in which they were
///                          first seen: columns of the view containers
///     containers_omitted   those for which the list had no room: what used least
///     times                where the time of ended processes went, all threads together: processes
///                          (of which it is known), threads_s and its parts, as in the view
///                          process_times; tools: the same by program, the longest first
///     slowest, largest     processes
///     hooks                those that were not heard: name, state, reason, missing (in words),
///                          columns (of the views, that are missing for it); what they alone would
///                          have told is null
///     losses               records of this run that were lost: kind, count
///     unattributed_losses  records lost meanwhile, perhaps of this run
///     tree                 roots: process, children, more; more: name (null when there are
///                          several), count, descendants; unread: processes beyond the tree's
///
/// A process has process_id, pid, name, command (an array), executed, started_at, ended_at,
/// duration_s, exit_code, signal, signal_name, core_dumped, killed_by (kind: "process", "kernel" or
/// "unknown"; pid, name, relation: "parent", "itself" or "other"), oom_killed, cpu_user_s,
/// cpu_system_s, peak_rss_bytes, peak_rss_source ("exact", "bound", "missing"), read_bytes,
/// write_bytes, step (the innermost one that it is part of: step_id, engine, label, first, whether
/// the step began with it), container (what it is called).
struct RunReportJSON {
  let report: RunReport
  let missing: MissingFacts

  init(report: RunReport) {
    self.report = report
    missing = MissingFacts(report)
  }

  /// The text, with a line feed at its end.
  func render() -> [UInt8] {
    var text = JSONText(isIndented: true)
    text.append(value)
    text.append(syntax: "\n")
    return text.bytes
  }

  private var value: JSONValue {
    .object([
      ("run", .object(Self.run(report.run, signals: report.signals))),
      ("root", report.root.map(process) ?? .null),
      ("totals", totals),
      ("failures", .array(report.failures.failures.elements.map(FailureJSON.value))),
      ("failures_omitted", .integer(report.failures.failures.omitted)),
      ("failure_counts", FailureJSON.value(report.failures.account)),
      ("endings", .array(report.endings.elements.map(ending))),
      ("endings_omitted", .integer(report.endings.omitted)),
      (
        "failed_executions",
        unless(
          .execFailed, .array(report.failedExecutions.elements.map(failedExecution)))
      ),
      (
        "failed_executions_omitted",
        unless(
          .execFailed, .integer(report.failedExecutions.omitted))
      ),
      ("tools", .array(report.tools.map(tool))),
      ("steps", .array(report.steps.elements.map(step))),
      ("steps_omitted", .integer(report.steps.omitted)),
      ("containers", .array(report.containers.elements.map(container))),
      ("containers_omitted", .integer(report.containers.omitted)),
      ("times", times),
      ("slowest", .array(report.slowest.map(process))),
      ("largest", .array(report.largest.map(process))),
      ("hooks", .array(missing.hooks.map(hook))),
      ("losses", losses(report.losses)),
      ("unattributed_losses", losses(report.unattributedLosses)),
      ("tree", report.tree.map(tree) ?? .null),
    ])
  }

  typealias Members = [(key: String, value: JSONValue)]

  /// A run, also as one of a list.
  static func run(_ run: RunRecord, signals: SignalNames?) -> Members {
    var signal: Int32?
    if case .killed(let number, _) = run.outcome { signal = number }
    let tracing = run.tracing.map { tracing in
      JSONValue.object([
        ("cpu_s", JSONValue(seconds: tracing.cpu)),
        ("kernel_s", JSONValue(seconds: tracing.kernel)),
        ("peak_rss_bytes", .integer(tracing.peakRSS)),
      ])
    }
    var members: Members = [
      ("run_id", .integer(run.id)), ("name", JSONValue(run.name)),
      ("pipeline", JSONValue(run.pipeline)),
      ("command", .array(run.command.map { .text($0) })),
      ("started_at", JSONValue(time: run.started)), ("ended_at", JSONValue(time: run.ended)),
      ("duration_s", JSONValue(seconds: run.duration)),
      ("exit_code", JSONValue(run.outcome.exitCode.map { Int64($0) })),
      ("signal", JSONValue(signal.map { Int64($0) })),
    ]
    if let signals {
      members.append(("signal_name", JSONValue(signal.map { signals[$0] })))
    }
    return members + [
      ("processes", .integer(run.processes)), ("executions", .integer(run.executions)),
      ("lost_events", .integer(run.lost)),
      ("complete", run.isComplete.map { .bool($0) } ?? .null),
      ("interrupted", .bool(run.isInterrupted)), ("host", .string(run.host)),
      ("kernel", .string(run.kernel)), ("tracing", tracing ?? .null),
      ("trace_id", JSONValue(run.traceID)),
    ]
  }

  private var totals: JSONValue {
    let totals = report.totals
    return .object([
      ("processes", .integer(totals.processes)), ("executions", .integer(totals.executions)),
      ("without_end", .integer(totals.withoutEnd)),
      ("nonzero", unless(.exit, .integer(totals.nonZero))),
      ("oom_killed", unless(.oom, .integer(totals.outOfMemory))),
      ("signalled", unless(.exit, .integer(totals.signalled))),
      ("cpu_user_s", unless(.switch, JSONValue(seconds: totals.userTime))),
      ("cpu_system_s", unless(.switch, JSONValue(seconds: totals.systemTime))),
      ("read_bytes", unless(.switch, .integer(totals.readBytes))),
      ("write_bytes", unless(.switch, .integer(totals.writeBytes))),
      ("rchar", unless(.switch, .integer(totals.rchar))),
      ("wchar", unless(.switch, .integer(totals.wchar))),
      ("minor_faults", unless(.switch, .integer(totals.minorFaults))),
      ("major_faults", unless(.switch, .integer(totals.majorFaults))),
    ])
  }

  /// What a hook alone would have told.
  func unless(_ hook: Hook, _ value: JSONValue) -> JSONValue {
    missing.contains(hook) ? .null : value
  }

  private func hook(_ hook: Hook, _ row: HookRow) -> JSONValue {
    .object([
      ("name", .string(row.name)), ("state", .string(row.state)),
      ("reason", JSONValue(row.reason)), ("missing", .string(hook.description.missing)),
      ("columns", .array(hook.description.columns.map { .string($0) })),
    ])
  }

  private func losses(_ losses: [LossCount]) -> JSONValue {
    .array(
      losses.map { .object([("kind", .string($0.kind)), ("count", .integer($0.count))]) })
  }
}
