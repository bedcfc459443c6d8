internal import GRDB

extension StoreReader {
  /// All that is told about a run; `nil` when there is none of that number.
  ///
  /// - Throws: ``StoreError``.
  public func report(ofRun id: Int64, _ options: RunReport.Options = .init()) throws -> RunReport? {
    try reading { database in
      guard let run = try Self.run(id: id, in: database) else { return nil }
      let rootID = try Int64.fetchOne(database, sql: ReportSQL.root, arguments: [id])
      let slowest = try Int64.fetchAll(
        database, sql: ReportSQL.slowest, arguments: [id, rootID ?? 0, Int64(options.top)])
      let largest = try Int64.fetchAll(
        database, sql: ReportSQL.largest, arguments: [id, Int64(options.top)])
      return RunReport(
        run: run,
        root: try rootID.flatMap { try Self.process($0, in: database) },
        totals: try Self.totals(ofRun: id, in: database),
        slowest: try slowest.compactMap { try Self.process($0, in: database) },
        largest: try largest.compactMap { try Self.process($0, in: database) },
        tools: try Self.tools(ofRun: id, in: database),
        steps: try Self.steps(ofRun: id, limit: options.steps, in: database),
        containers: try Self.containers(ofRun: id, limit: options.containers, in: database),
        times: try Self.times(ofRun: id, in: database),
        failures: try Self.failures(ofRun: id, limit: options.failures, in: database),
        endings: try Self.endings(
          ofRun: id, rootID: rootID ?? 0, limit: options.groups, in: database),
        failedExecutions: try Self.failedExecutions(
          ofRun: id, limit: options.groups, in: database),
        losses: try Self.losses(ofRun: id, during: 0...Int64.max, in: database),
        unattributedLosses: try Self.losses(
          ofRun: 0, during: run.started...max(run.ended ?? .max, run.started), in: database),
        hooks: try Row.fetchAll(
          database, sql: ReportSQL.hooks, arguments: [id]
        ).map(HookRow.init(row:)),
        tree: try options.treeLines.map {
          try ProcessTreeBuilder.tree(ofRun: id, lines: $0, in: database)
        },
        signals: try Self.signals(in: database))
    }
  }

  static func process(_ id: Int64, in database: Database) throws -> ProcessBrief? {
    try Row.fetchOne(
      try database.cachedStatement(sql: ReportSQL.process), arguments: [id]
    ).map(ProcessBrief.init(row:))
  }

  private static func totals(ofRun id: Int64, in database: Database) throws -> RunTotals {
    let row = try Row.fetchOne(database, sql: ReportSQL.totals, arguments: [id])
    var columns = RowReader(row ?? Row())
    return RunTotals(
      processes: columns.integer(), executions: columns.integer(), withoutEnd: columns.integer(),
      nonZero: columns.integer(), outOfMemory: columns.integer(), signalled: columns.integer(),
      userTime: columns.integer(), systemTime: columns.integer(),
      readBytes: columns.integer(), writeBytes: columns.integer(),
      rchar: columns.integer(), wchar: columns.integer(),
      minorFaults: columns.integer(), majorFaults: columns.integer())
  }

  private static func endings(
    ofRun id: Int64, rootID: Int64, limit: Int, in database: Database
  ) throws -> Bounded<EndingGroup> {
    var groups: [EndingGroup] = []
    var omitted: Int64 = 0
    let rows = try Row.fetchAll(
      database, sql: ReportSQL.endings, arguments: [rootID, id, Int64(limit)])
    for row in rows {
      var columns = RowReader(row)
      guard let first = try process(columns.integer(), in: database) else { continue }
      let group = EndingGroup(
        count: columns.integer(), first: first, isRoot: columns.bool(),
        isOrdinary: columns.bool())
      if groups.isEmpty { omitted = columns.integer() }
      omitted -= group.count
      groups.append(group)
    }
    return Bounded(elements: groups, omitted: omitted)
  }

  private static func failedExecutions(
    ofRun id: Int64, limit: Int, in database: Database
  ) throws -> Bounded<FailedExecutionGroup> {
    var groups: [FailedExecutionGroup] = []
    var omitted: Int64 = 0
    let rows = try Row.fetchAll(
      database, sql: ReportSQL.failedExecutions, arguments: [id, Int64(limit)])
    for row in rows {
      var columns = RowReader(row)
      let (error, path) = (columns.string(), columns.text())
      let (count, recovered) = (columns.integer(), columns.integer())
      guard let first = try process(columns.integer(), in: database) else { continue }
      if groups.isEmpty { omitted = columns.integer() }
      omitted -= count
      groups.append(
        FailedExecutionGroup(
          error: error, path: path, count: count, recovered: recovered, first: first))
    }
    return Bounded(elements: groups, omitted: omitted)
  }

  private static func losses(
    ofRun id: Int64, during time: ClosedRange<Int64>, in database: Database
  ) throws -> [LossCount] {
    try Row.fetchAll(
      database, sql: ReportSQL.losses, arguments: [id, time.lowerBound, time.upperBound]
    ).map { row in
      var columns = RowReader(row)
      return LossCount(kind: columns.string(), count: columns.integer())
    }
  }

  static func signals(in database: Database) throws -> SignalNames {
    var names: [Int32: String] = [:]
    for row in try Row.fetchAll(database, sql: ReportSQL.signals) {
      var columns = RowReader(row)
      names[Int32(truncatingIfNeeded: columns.integer())] = columns.string()
    }
    return SignalNames(names)
  }
}

extension ProcessBrief {
  /// How many columns it is made of.
  static let columnCount = 25

  init(row: Row) {
    var columns = RowReader(row)
    id = columns.integer()
    pid = columns.integer()
    name = ToolName.whole(columns.text(), path: columns.optionalText())
    command = ArgumentList.decode(columns.text())
    hasExecuted = columns.integer() > 0
    started = columns.integer()
    ended = columns.optionalInteger()
    outcome = ProcessOutcome(waitStatus: columns.optionalInteger())
    let killer = columns.optionalInteger()
    let killerName = columns.optionalText()
    let relation = SignalSender.Relation(rawValue: columns.integer()) ?? .other
    let signalCode = columns.optionalInteger()
    if case .killed = outcome {
      if let killer {
        sender = .process(pid: killer, name: killerName ?? "", relation: relation)
      } else {
        sender = signalCode == nil ? .unknown : .kernel
      }
    }
    isOOMKilled = columns.bool()
    userTime = columns.optionalInteger()
    systemTime = columns.optionalInteger()
    peakRSS = columns.optionalInteger()
    peakRSSSource = MeasureSource(rawValue: columns.integer()) ?? .missing
    readBytes = columns.optionalInteger()
    writeBytes = columns.optionalInteger()
    container = columns.optionalString()
    if let id = columns.optionalInteger() {
      step = StepName(
        id: id, engine: columns.string(), label: columns.text(), isFirst: columns.bool())
    }
  }
}
