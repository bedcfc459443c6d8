internal import GRDB

extension StoreReader {
  /// The processes of a run in their time; `nil` when there is no run of that number.
  ///
  /// - Throws: ``StoreError``.
  public func timeline(
    ofRun id: Int64, _ options: RunTimeline.Options = .init()
  ) throws -> RunTimeline? {
    try reading { database in
      guard let run = try Self.run(id: id, in: database) else { return nil }
      return try TimelineReader(run: run, options, database).read()
    }
  }
}

/// Reads what a ``RunTimeline`` is made of.
struct TimelineReader {
  let run: RunRecord
  let options: RunTimeline.Options
  let database: Database

  init(run: RunRecord, _ options: RunTimeline.Options, _ database: Database) {
    (self.run, self.options, self.database) = (run, options, database)
  }

  func read() throws -> RunTimeline {
    var lives = try TimelineLives(ofRun: run.id, in: database)
    lives.choose(most: options.processes)
    let ended = max(run.ended ?? lives.lastMoment ?? run.started, run.started)
    var builder = CurveBuilder(started: run.started, ended: ended, buckets: options.buckets)
    let curves = try builder.build(lives, ofRun: run.id, options, in: database)
    var timeline = RunTimeline(started: run.started, ended: ended, curves: curves)
    timeline.processes = try processes(lives)
    timeline.omitted = Int64(lives.all.count - timeline.processes.count)
    timeline.samples = builder.series
    if try has("steps") {
      timeline.steps = try steps()
      if try has("step_processes") { try assign(&timeline, lives) }
    }
    if try Row.fetchOne(database, sql: FailureSQL.account, arguments: [run.id]) != nil {
      timeline.failures = try failures(lives)
      try markFailed(&timeline, lives)
    }
    if try has("process_times") { timeline.timeSpent = try times(&timeline, lives) }
    (timeline.files, timeline.libraries) = (try files(), try libraries())
    return timeline
  }

  private func has(_ name: String) throws -> Bool {
    if try database.viewExists(name) { return true }
    return try database.tableExists(name)
  }

  private func processes(_ lives: TimelineLives) throws -> [RunTimeline.Process] {
    var processes: [RunTimeline.Process] = []
    let rows = try Row.fetchCursor(
      database, sql: TimelineSQL.processes, arguments: [run.id])
    var index = -1
    while let row = try rows.next() {
      index += 1
      guard lives.places[index] >= 0 else { continue }
      var columns = RowReader(row, from: ProcessBrief.columnCount)
      processes.append(
        RunTimeline.Process(
          brief: ProcessBrief(row: row), parent: lives.parentPlace(ofIndex: index),
          tool: columns.text(), isCommandCut: columns.bool(), executions: columns.integer(),
          directory: columns.optionalText(), user: columns.string(),
          threads: columns.optionalInteger()))
    }
    return processes
  }

  // MARK: Files and libraries

  private func files() throws -> Bounded<RunTimeline.FileUse> {
    try bounded(TimelineSQL.files) { columns in
      RunTimeline.FileUse(
        path: columns.text(), processes: columns.integer(), opens: columns.integer(),
        failed: columns.integer(), error: columns.optionalString(), isRead: columns.bool(),
        isWritten: columns.bool(), bytesRead: columns.optionalInteger(),
        bytesWritten: columns.optionalInteger())
    }
  }

  private func libraries() throws -> Bounded<RunTimeline.LibraryUse> {
    try bounded(TimelineSQL.libraries) { columns in
      RunTimeline.LibraryUse(
        kind: columns.string(), name: columns.text(), version: columns.optionalString(),
        package: columns.optionalString(), processes: columns.integer())
    }
  }

  /// The rows of a statement whose last column is how many there are without its limit.
  func bounded<Element>(
    _ sql: String, _ element: (inout RowReader) -> Element
  ) throws -> Bounded<Element> {
    var (elements, total) = ([Element](), Int64(0))
    let rows = try Row.fetchCursor(
      database, sql: sql, arguments: [run.id, Int64(options.rows)])
    while let row = try rows.next() {
      var columns = RowReader(row)
      elements.append(element(&columns))
      total = columns.integer()
    }
    return Bounded(elements: elements, omitted: total - Int64(elements.count))
  }
}
