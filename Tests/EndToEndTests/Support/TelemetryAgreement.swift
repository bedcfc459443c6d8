import Foundation

/// Holds the spans of one run against its rows in the database.
struct TelemetryAgreement {
  let run: StoredRun
  let processes: [StoredProcess]
  let spans: [TelemetrySpan]
  /// What is wrong, in words; nothing if all is right.
  private(set) var differences: [String] = []
  /// By the id of the process's row.
  private(set) var spansByProcess: [Int64: TelemetrySpan] = [:]

  /// - Parameter runId: the run; all that is stored belongs to it if there is none other.
  init(_ database: StoredDatabase, runId: Int64? = nil, spans: [TelemetrySpan]) throws {
    let runs = try database.runs()
    guard let run = runId.map({ id in runs.first { $0.runId == id } }) ?? runs.last else {
      throw Installation.Missing(description: "no run is stored")
    }
    self.run = run
    self.spans = spans
    processes = try database.processes().filter { $0.runId == run.runId }
    checkTrace()
    pair()
    for row in processes { check(row) }
  }

  private mutating func expect(_ isRight: Bool, _ what: @autoclosure () -> String) {
    if !isRight { differences.append(what()) }
  }

  private mutating func checkTrace() {
    let ids = spans.map(\.spanId)
    expect(Set(ids).count == ids.count, "\(ids.count - Set(ids).count) span ids are there again")
    let foreign = spans.count { $0.traceId != run.traceId }
    expect(foreign == 0, "\(foreign) spans are of another trace than \(run.traceId ?? "none")")
    let known = Set(ids)
    for span in spans where !span.isRun && !known.contains(span.parentSpanId ?? "") {
      differences.append("the parent \(span.parentSpanId ?? "none") of \(span.name) is no span")
    }
    let roots = spans.filter(\.isRun)
    expect(roots.count == 1, "\(roots.count) runs instead of one")
    guard let root = roots.first else { return }
    expect(root.spanId == run.spanId, "the run is \(root.spanId), not \(run.spanId ?? "none")")
    expect(root.parentSpanId == run.parentSpanId, "the run is below \(root.parentSpanId ?? "none")")
    expect(isSame(root.start, run.startedAt), "the run began \(run.startedAt), not \(root.start)")
    expect(isSame(root.end, run.endedAt), "the run ended \(run.endedAt ?? ""), not \(root.end)")
  }

  /// Finds the span of each process, by what the conventions say identifies it.
  private mutating func pair() {
    let rows = Dictionary(grouping: processes, by: \.pid)
    for span in spans where !span.isRun {
      let pid = span.number("process.pid").map { pid_t($0) } ?? 0
      let created = span.text("process.creation.time")
      let found = (rows[pid] ?? []).filter { isSame($0.startedAt, created) }
      expect(found.count == 1, "\(found.count) processes are \(pid) of \(created ?? "no time")")
      expect(nanoseconds(created) == span.start, "\(span.name) began at \(span.start)")
      for row in found {
        let other = spansByProcess.updateValue(span, forKey: row.processId)
        expect(other == nil, "process \(row.pid) has two spans")
      }
    }
  }

  private mutating func check(_ row: StoredProcess) {
    guard let span = spansByProcess[row.processId] else {
      return differences.append("process \(row.pid) (\(row.comm)) has no span")
    }
    let parent = row.parentId.map { spansByProcess[$0]?.spanId } ?? run.spanId
    let hasExecuted = row.execs > 0
    let exitCode = row.exitCode ?? row.signal.map { $0 + 128 }
    let facts: [(String, AnyHashable?, AnyHashable?)] = [
      ("parent", span.parentSpanId, parent),
      ("kind", span.kind, TelemetrySpan.Kind.internal),
      ("name", span.name, hasExecuted ? row.tool : row.comm),
      ("process.executable.name", span.text("process.executable.name"), span.name),
      ("process.executable.path", span.text("process.executable.path"),
        hasExecuted ? row.script ?? row.executable : nil),
      ("process.working_directory", span.text("process.working_directory"),
        hasExecuted ? row.cwd : nil),
      ("process.parent_pid", span.number("process.parent_pid"), Int64(row.ppid)),
      ("process.real_user.id", span.number("process.real_user.id"), row.uid),
      ("process.real_user.name", span.text("process.real_user.name"), row.user),
      ("process.exit.code", span.number("process.exit.code"), exitCode.map { Int64($0) }),
      ("error.type", span.text("error.type"), errorType(row)),
      ("status", span.isError, exitCode != 0),
      ("sonde.signal", span.text("sonde.signal"), row.signalName),
      ("sonde.peak_rss", span.number("sonde.peak_rss"), row.peakRssBytes.map { Int64($0) }),
      ("sampled", (span.flags ?? 0) & 1, 1 as UInt32),
    ]
    for (what, told, stored) in facts where told != stored {
      differences.append(
        "\(row.comm) (\(row.pid)): \(what) is \(told ?? "none"), not \(stored ?? "none")")
    }
    expect(isSame(span.start, row.startedAt), "\(row.pid) began \(row.startedAt)")
    expect(isSame(span.end, row.endedAt), "\(row.pid) ended \(row.endedAt ?? ""), not \(span.end)")
  }

  private func errorType(_ row: StoredProcess) -> String? {
    if row.oomKilled { return "oom_killed" }
    return row.signalName ?? (row.exitCode == 0 ? nil : row.exitCode.map { String($0) })
  }

  // MARK: Times

  /// To the microsecond that the database's views have; the last digit may have been cut otherwise,
  /// for boot time and UTC are compared anew for each batch.
  private func isSame(_ time: Int64, _ stored: String?) -> Bool {
    guard let stored = nanoseconds(stored) else { return false }
    return abs(time / 1000 - stored / 1000) <= 1
  }

  private func isSame(_ stored: String, _ time: String?) -> Bool {
    nanoseconds(time).map { isSame($0, stored) } ?? false
  }

  /// ns since 1970 of a time in ISO 8601.
  private func nanoseconds(_ text: String?) -> Int64? {
    guard let text else { return nil }
    var time = tm()
    guard strptime(text, "%Y-%m-%dT%H:%M:%S", &time) != nil, text.hasSuffix("Z") else { return nil }
    let fraction = text.split(separator: ".").last.map { $0.dropLast() } ?? ""
    guard let part = Int64(fraction + String(repeating: "0", count: 9 - fraction.count)) else {
      return nil
    }
    return Int64(timegm(&time)) * 1_000_000_000 + part
  }
}
