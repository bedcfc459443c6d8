/// What one connection gathers from its share of the processes: sums by tool and by pipeline, and
/// those numbers of each process whose percentiles are wanted.
struct ProcessScan {
  /// What is looked for.
  struct Wanted {
    var filter: ExecutionFilter
    var runs: SelectedRuns
    /// The greatest id of a tool.
    var lastTool: Int64
    /// Also the times and parents of each process.
    var lineage: Bool
  }

  /// Sums by tool, in the order in which tools were met.
  private(set) var tools: [ProcessUse] = []
  /// The ids of these tools; 0 for a process without one.
  private(set) var toolIDs: [Int64] = []
  /// Sums by pipeline.
  private(set) var pipelines: [ProcessUse]
  /// Of each ended process.
  private(set) var values = EndedValues()
  /// Of each process, if they are wanted.
  private(set) var lives = ProcessLives()

  private let wanted: Wanted
  private let since: Int64
  private let last: Int64
  private var toolByID: IdentifierMap
  private var place = Place(runID: .min, pipeline: -1, hasEnded: false)

  /// Where the processes of one run go; most follow one of the same run.
  private struct Place {
    var runID: Int64
    var pipeline: Int32
    var hasEnded: Bool
  }

  init(_ wanted: Wanted, capacity: Int) {
    self.wanted = wanted
    since = wanted.filter.since ?? .min
    last = wanted.filter.until.map { $0 &- 1 } ?? .max
    toolByID = IdentifierMap(last: wanted.lastTool)
    pipelines = Array(repeating: ProcessUse(), count: wanted.runs.pipelines.count)
    values.reserve(capacity)
    if wanted.lineage { lives.reserve(capacity) }
  }

  /// Reads a share of the processes.
  mutating func read(_ parts: [ScanPart], from connection: AnalysisConnection) throws {
    let byID = try connection.prepare(AnalysisSQL.processes(withLineage: wanted.lineage))
    let byRun = try connection.prepare(AnalysisSQL.processesOfRun(withLineage: wanted.lineage))
    for part in parts {
      let statement = part.runID == nil ? byID : byRun
      statement.reset()
      let bounds = [part.runID, part.ids.lowerBound, part.ids.upperBound].compactMap { $0 }
      for (index, bound) in bounds.enumerated() { statement.bind(bound, at: index) }
      while try statement.step() { take(statement) }
    }
  }

  private mutating func take(_ row: AnalysisStatement) {
    let runID = row.integer(0)
    if runID != place.runID { place = place(of: runID) }
    guard place.pipeline >= 0 else { return }
    let facts = ProcessFacts(row)
    let tool = index(ofTool: row.integer(1))
    if wanted.lineage { lives.append(row, facts, tool: toolIDs[Int(tool)]) }
    guard facts.started >= since, facts.started <= last else { return }
    if let users = wanted.filter.users, !users.contains(row.integer(15)) { return }
    tools[Int(tool)].count(facts, runHasEnded: place.hasEnded)
    pipelines[Int(place.pipeline)].count(facts, runHasEnded: place.hasEnded)
    if facts.ended != 0 { values.append(facts, tool: tool, pipeline: place.pipeline) }
  }

  /// A process of a run that is not stored counts where all count, as one without a pipeline.
  private func place(of runID: Int64) -> Place {
    let index = Int(wanted.runs.indexByID[runID])
    if index >= 0 {
      let run = wanted.runs.entries[index]
      return Place(runID: runID, pipeline: run.pipeline, hasEnded: run.ended != nil)
    }
    let isCounted = wanted.runs.isEverything && wanted.filter.runID == nil
    return Place(
      runID: runID, pipeline: isCounted ? Int32(pipelines.count - 1) : -1, hasEnded: true)
  }

  private mutating func index(ofTool id: Int64) -> Int32 {
    let known = toolByID[id]
    if known >= 0 { return known }
    let index = Int32(tools.count)
    toolByID[id] = index
    tools.append(ProcessUse())
    toolIDs.append(id)
    return index
  }
}
