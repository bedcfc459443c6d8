internal import GRDB

extension StoreReader {
  /// A run with all that a comparison looks at first; `nil` when there is none of that number.
  ///
  /// - Throws: ``StoreError``.
  public func comparedRun(id: Int64) throws -> ComparedRun? {
    let connection = try AnalysisConnection(path: path)
    try connection.begin()
    try connection.requireCurrentSchema()
    guard let run = try run(id: id) else { return nil }
    var filter = ExecutionFilter()
    filter.runID = id
    let parts = try SelectedRuns(filter, in: connection).parts(connection)
    var scan = ComparedRunScan(runID: id)
    try scan.read(parts, from: connection)
    let names = try ToolNames(connection)
    let identity = try reading {
      try String.fetchOne($0, sql: ComparisonSQL.identity, arguments: [id]) ?? ""
    }
    return ComparedRun(
      run: run, identity: identity,
      processes: try withSteps(&scan, ofRun: id),
      tools: try scan.toolIDs.map {
        try names.name(of: $0) ?? ""
      },
      steps: scan.steps, programs: try programs(scan.programIDs), failures: try failures(ofRun: id))
  }

  /// The arguments of an execution; `nil` when it is not stored.
  ///
  /// - Throws: ``StoreError``.
  public func command(ofExecution id: Int64) throws -> ComparedCommand? {
    try reading { database in
      let statement = try database.cachedStatement(sql: ComparisonSQL.command)
      return try Row.fetchOne(statement, arguments: [id]).map { row in
        var columns = RowReader(row)
        return ComparedCommand(
          arguments: ArgumentList.decode(columns.text()), directory: columns.text())
      }
    }
  }

  /// The numbers of runs of the same pipeline, or if it has none of the same command, that began
  /// before a moment, succeeded and are complete: the newest first.
  ///
  /// - Parameters:
  ///   - before: ns since 1970.
  ///   - most: How many at most.
  ///   - processes: How many processes they may have together.
  /// - Throws: ``StoreError``.
  public func earlierRuns(
    like id: Int64, before: Int64, without excluded: Set<Int64>, most: Int, processes: Int64
  ) throws -> [Int64] {
    try reading { database in
      guard
        let row = try Row.fetchOne(
          database, sql: "SELECT pipeline, command FROM run WHERE id = ?", arguments: [id])
      else { return [] }
      let cursor = try Row.fetchCursor(
        database, sql: ComparisonSQL.earlier,
        arguments: [row[0] as DatabaseValue, row[1] as DatabaseValue, before])
      var (found, room): ([Int64], Int64) = ([], processes)
      while found.count < most, let run = try cursor.next() {
        guard !excluded.contains(run[0]) else { continue }
        room -= run[1] as Int64? ?? 0
        if room < 0 { break }
        found.append(run[0])
      }
      return found
    }
  }

  // MARK: Parts

  private func programs(_ ids: [Int64]) throws -> [ComparedProgram] {
    try reading { database in
      try ids.map { id in
        let row = try Row.fetchOne(database, sql: ComparisonSQL.program, arguments: [id])
        var columns = RowReader(row ?? Row())
        return ComparedProgram(
          name: columns.text(), path: columns.text(), buildID: columns.optionalString(),
          package: columns.optionalString(), version: columns.optionalString())
      }
    }
  }

  /// The processes with their steps, where the database knows steps.
  private func withSteps(
    _ scan: inout ComparedRunScan, ofRun id: Int64
  ) throws -> [ComparedProcess] {
    guard try hasRelation("steps"), try hasRelation("step_processes") else {
      return scan.processes
    }
    return try reading { database in
      var places: [Int64: Int32] = [:]
      for row in try Row.fetchAll(database, sql: ComparisonSQL.steps, arguments: [id]) {
        var columns = RowReader(row)
        places[columns.integer()] = scan.add(
          ComparedStep(engine: columns.string(), name: columns.string(), label: columns.string()))
      }
      let rows = try Row.fetchCursor(database, sql: ComparisonSQL.stepProcesses, arguments: [id])
      while let row = try rows.next() {
        if let step = places[row[0]] { scan.place(process: row[1], in: step) }
      }
      return scan.processes
    }
  }

  private func failures(ofRun id: Int64) throws -> [Int64: String]? {
    guard try hasRelation("failures") else { return nil }
    return try reading { database in
      try Row.fetchAll(database, sql: ComparisonSQL.failures, arguments: [id]).reduce(into: [:]) {
        var columns = RowReader($1)
        $0[columns.integer()] = columns.string()
      }
    }
  }

  /// Whether the database has a view or table of this name: parts of it may be missing.
  func hasRelation(_ name: String) throws -> Bool {
    try reading {
      try Int.fetchOne($0, sql: ComparisonSQL.relation, arguments: [name]) ?? 0 > 0
    }
  }
}
