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

  private mutating func expect(_ isRight: Bool, _ what: String) {
    if !isRight { differences.append(what) }
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
    let hasExecuted = row.execs > 0 || row.seeded
    let exitCode = row.exitCode ?? row.signal.map { $0 + 128 }
    func compare<Value: Equatable>(_ what: String, _ told: Value?, _ stored: Value?) {
      guard told != stored else { return }
      let (told, stored) = (told.map { "\($0)" } ?? "none", stored.map { "\($0)" } ?? "none")
      differences.append("\(row.comm) (\(row.pid)): \(what) is \(told), not \(stored)")
    }
    func compare(text key: String, _ stored: String?) { compare(key, span.text(key), stored) }
    func compare(number key: String, _ stored: Int64?) { compare(key, span.number(key), stored) }
    compare("parent", span.parentSpanId, parent)
    compare("kind", span.kind, TelemetrySpan.Kind.internal)
    compare("name", span.name, hasExecuted ? row.tool : row.comm)
    compare(text: "process.executable.name", span.name)
    compare(text: "process.executable.path", hasExecuted ? row.executable : nil)
    compare(text: "process.working_directory", hasExecuted ? row.cwd : nil)
    compare(number: "process.parent_pid", Int64(row.ppid))
    compare(number: "process.real_user.id", row.uid)
    compare(text: "process.real_user.name", row.user)
    compare(number: "process.exit.code", exitCode.map { Int64($0) })
    compare(text: "error.type", errorType(row))
    compare("status", span.isError, exitCode != 0)
    compare(text: "sonde.signal", row.signalName)
    compare(number: "sonde.peak_rss", row.peakRssBytes.map { Int64($0) })
    compare("sampled", (span.flags ?? 0) & 1, 1)
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
    guard let text, text.hasSuffix("Z") else { return nil }
    let parts = text.dropLast().split(separator: ".")
    guard parts.count == 2, parts[1].count <= 9,
      let date = try? Date("\(parts[0])Z", strategy: .iso8601),
      let rest = Int64(parts[1] + String(repeating: "0", count: 9 - parts[1].count))
    else { return nil }
    return Int64(date.timeIntervalSince1970) * 1_000_000_000 + rest
  }
}
