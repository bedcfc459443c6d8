internal import GRDB

extension StoreReader {
  /// What failed in the runs that a filter leaves. Its times are those of the failures.
  ///
  /// - Parameter top: How many first causes are listed.
  /// - Throws: ``StoreError``.
  public func failures(_ filter: ExecutionFilter, top: Int) throws -> FailureAnalysis {
    let connection = try AnalysisConnection(path: path)
    try connection.begin()
    try connection.requireCurrentSchema()
    let runs = try SelectedRuns(filter, in: connection).entries.map(\.id)
    try connection.end()
    return try reading { database in
      var scan = FailureScan(filter, top: top)
      for run in runs { try scan.add(run: run, in: database) }
      return scan.analysis
    }
  }
}

/// Adds up the failures of runs, of which one at a time is in memory.
private struct FailureScan {
  private struct GroupKey: Hashable {
    let tool: String
    let kind: String
    let callError: String?
  }

  private let filter: ExecutionFilter
  private let top: Int
  private var sums = FailureAnalysis()
  private var groups: [GroupKey: FailureAnalysis.Group] = [:]

  init(_ filter: ExecutionFilter, top: Int) {
    (self.filter, self.top) = (filter, top)
  }

  var analysis: FailureAnalysis {
    var analysis = sums
    analysis.groups = groups.values.sorted {
      ($1.causes, $0.tool, $0.kind, $0.callError ?? "")
        < ($0.causes, $1.tool, $1.kind, $1.callError ?? "")
    }
    analysis.causes.omitted = analysis.account.causes - Int64(analysis.causes.elements.count)
    return analysis
  }

  mutating func add(run: Int64, in database: Database) throws {
    sums.runs += 1
    if try StoreReader.run(id: run, in: database)?.isComplete == false { sums.incompleteRuns += 1 }
    let report = try StoreReader.failures(ofRun: run, limit: .max, in: database)
    // What was not looked at has no user and no time.
    if filter.users == nil, filter.since == nil, filter.until == nil {
      sums.account.excused += report.account.excused
      sums.account.omitted += report.account.omitted
    }
    var hasAny = false
    for failure in report.failures.elements where try matches(failure, database) {
      hasAny = true
      add(failure)
    }
    if hasAny { sums.runsWithFailures += 1 }
  }

  private func matches(_ failure: StoredFailure, _ database: Database) throws -> Bool {
    if let since = filter.since, failure.at < since { return false }
    if let until = filter.until, failure.at >= until { return false }
    guard let users = filter.users else { return true }
    let user = try Int64.fetchOne(
      try database.cachedStatement(sql: FailureSQL.user), arguments: [failure.processID])
    return user.map(users.contains) ?? false
  }

  private mutating func add(_ failure: StoredFailure) {
    sums.account.failures += 1
    guard failure.isCause else { return }
    sums.account.causes += 1
    if failure.isHidden { sums.account.hidden += 1 }
    if sums.causes.elements.count < top { sums.causes.elements.append(failure) }
    let key = GroupKey(tool: failure.tool, kind: failure.kind, callError: failure.callError)
    var group =
      groups[key]
      ?? FailureAnalysis.Group(
        tool: failure.tool, kind: failure.kind, callError: failure.callError,
        lastRun: failure.runID)
    group.causes += 1
    if failure.isHidden { group.hidden += 1 }
    groups[key] = group
  }
}
