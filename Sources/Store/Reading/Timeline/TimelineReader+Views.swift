internal import GRDB

/// Steps, failures and times: read where the database has their views.
extension TimelineReader {
  func steps() throws -> [RunTimeline.Step] {
    var (steps, parents) = ([RunTimeline.Step](), [Int64?]())
    for row in try Row.fetchAll(database, sql: TimelineSQL.steps, arguments: [run.id]) {
      var columns = RowReader(row)
      let id = columns.integer()
      parents.append(columns.optionalInteger())
      var step = RunTimeline.Step(
        id: id, parent: -1, engine: columns.string(), label: columns.text(),
        started: columns.integer(), ended: columns.optionalInteger(),
        exitCode: columns.optionalInteger(), signal: columns.optionalString(),
        processes: columns.integer())
      step.cpu = columns.optionalReal()
      step.peakRSS = columns.optionalInteger()
      step.readBytes = columns.optionalInteger()
      step.writeBytes = columns.optionalInteger()
      steps.append(step)
    }
    let places = places(of: steps)
    for (index, parent) in parents.enumerated() {
      steps[index].parent = parent.flatMap { places[$0] } ?? -1
    }
    return steps
  }

  private func places(of steps: [RunTimeline.Step]) -> [Int64: Int32] {
    Dictionary(
      steps.enumerated().map { ($1.id, Int32($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Says of each process which step it belongs to.
  func assign(_ timeline: inout RunTimeline, _ lives: TimelineLives) throws {
    let places = places(of: timeline.steps ?? [])
    let rows = try Row.fetchCursor(
      database, sql: TimelineSQL.stepProcesses, arguments: [run.id])
    while let row = try rows.next() {
      var columns = RowReader(row)
      guard let step = places[columns.integer()] else { continue }
      let process = Int(lives.place(of: columns.integer()))
      if process >= 0 { timeline.processes[process].step = step }
    }
  }

  // MARK: Failures

  func failures(_ lives: TimelineLives) throws -> Bounded<RunTimeline.Failure> {
    let labels = try stepLabels()
    return try bounded(TimelineSQL.failures) { columns in
      var failure = RunTimeline.Failure(
        id: columns.integer(), cause: columns.integer(),
        process: lives.place(of: columns.optionalInteger()),
        step: columns.optionalInteger().flatMap { labels[$0] },
        at: columns.optionalInteger(), kind: columns.string(), isHidden: columns.bool(),
        tool: columns.optionalText(), command: columns.text().commandLine,
        summary: columns.text(), evidence: [])
      for column in TimelineSQL.evidence {
        let (number, text) = columns.numberAndText()
        guard let text else { continue }
        failure.evidence.append(.init(column: column, number: number, text: text))
      }
      failure.proof = columns.text().commandLine
      return failure
    }
  }

  func markFailed(_ timeline: inout RunTimeline, _ lives: TimelineLives) throws {
    for place in timeline.processes.indices { timeline.processes[place].isFailure = false }
    let rows = try Row.fetchCursor(
      database, sql: TimelineSQL.failedProcesses, arguments: [run.id])
    while let row = try rows.next() {
      var columns = RowReader(row)
      let place = Int(lives.place(of: columns.optionalInteger()))
      if place >= 0 { timeline.processes[place].isFailure = true }
    }
  }

  /// By the first process of each step.
  private func stepLabels() throws -> [Int64: RawText] {
    guard try database.viewExists("steps") || database.tableExists("steps") else { return [:] }
    var labels: [Int64: RawText] = [:]
    let rows = try Row.fetchCursor(
      database, sql: "SELECT process_id, coalesce(label, name) FROM steps WHERE run_id = ?",
      arguments: [run.id])
    while let row = try rows.next() {
      var columns = RowReader(row)
      if let process = columns.optionalInteger() { labels[process] = columns.text() }
    }
    return labels
  }

  // MARK: Times

  /// By tool, and of each process that is told.
  func times(
    _ timeline: inout RunTimeline, _ lives: TimelineLives
  ) throws -> [RunTimeline.TimeSpent] {
    var tools: [RawText: RunTimeline.TimeSpent] = [:]
    let rows = try Row.fetchCursor(database, sql: TimelineSQL.times, arguments: [run.id])
    while let row = try rows.next() {
      var columns = RowReader(row)
      let place = Int(lives.place(of: columns.integer()))
      let threads = columns.optionalReal()
      let split = RunTimeline.TimeSplit(
        threads: threads, parts: RunTimeline.TimeSplit.names.map { _ in columns.optionalReal() })
      guard place >= 0 else { continue }
      timeline.processes[place].time = split
      let tool = timeline.processes[place].tool
      if tools[tool] == nil {
        tools[tool] = RunTimeline.TimeSpent(tool: tool, processes: 1, split: split)
      } else {
        tools[tool]?.processes += 1
        tools[tool]?.split.add(split)
      }
    }
    return tools.values.sorted { left, right in
      let (first, second) = (left.split.threads ?? 0, right.split.threads ?? 0)
      return first == second ? left.tool < right.tool : first > second
    }
  }
}

extension RunTimeline.TimeSplit {
  /// A part that is not known of one of them is the sum of what is known.
  fileprivate mutating func add(_ other: RunTimeline.TimeSplit) {
    func sum(_ left: Double?, _ right: Double?) -> Double? {
      left == nil && right == nil ? nil : (left ?? 0) + (right ?? 0)
    }
    threads = sum(threads, other.threads)
    parts = zip(parts, other.parts).map(sum)
  }
}

extension RawText {
  /// The strings of a JSON array; a text that is none is one argument.
  fileprivate var commandLine: [RawText] {
    guard bytes.first == UInt8(ascii: "[") else { return isEmpty ? [] : [self] }
    return ArgumentList.decode(self)
  }
}
