/// The runs that a filter leaves, and where their processes are.
struct SelectedRuns {
  /// What is needed of a run.
  struct Entry {
    var id: Int64
    /// Index among ``SelectedRuns/pipelines``.
    var pipeline: Int32
    var started: Int64
    var ended: Int64?
    /// About how many processes it has.
    var processes: Int64
  }

  /// Newest first.
  private(set) var entries: [Entry] = []
  /// The names of all pipelines of the database; the last one stands for none.
  private(set) var pipelines: [String?] = []
  /// Index of each selected run by its id.
  private(set) var indexByID: IdentifierMap
  /// Processes of all runs of the database, selected or not.
  private(set) var allProcesses: Int64 = 0
  private var all: [Entry] = []
  /// More than any run has; what a damaged database says must not overflow.
  private static let mostProcesses: Int64 = 1 << 32
  /// Whether every run is selected.
  private(set) var isEverything: Bool

  /// Reads all runs: thousands of rows where processes are millions.
  init(_ filter: ExecutionFilter, in connection: AnalysisConnection) throws {
    indexByID = IdentifierMap(last: try connection.firstInteger("SELECT max(id) FROM run") ?? 0)
    isEverything = false
    try read(connection)
    let wanted = filter.pipeline.map { name in pipelines.firstIndex(of: name) ?? -1 }
    for entry in all {
      if let id = filter.runID, entry.id != id { continue }
      if let wanted, Int(entry.pipeline) != wanted { continue }
      if let since = filter.since, let ended = entry.ended, ended < since { continue }
      if let until = filter.until, entry.started >= until { continue }
      indexByID[entry.id] = Int32(entries.count)
      entries.append(entry)
    }
    isEverything = entries.count == all.count
  }

  private mutating func read(_ connection: AnalysisConnection) throws {
    var indexByName: [String: Int32] = [:]
    let rows = try connection.prepare(AnalysisSQL.runs)
    let count = try connection.prepare(AnalysisSQL.processCount)
    while try rows.step() {
      let id = rows.integer(0)
      var pipeline: Int32 = -1
      if let name = rows.optionalString(1) {
        pipeline = indexByName[name] ?? Int32(pipelines.count)
        if pipeline == pipelines.count {
          indexByName[name] = pipeline
          pipelines.append(name)
        }
      }
      var processes = rows.optionalInteger(4)
      if processes == nil {
        count.reset()
        count.bind(id, at: 0)
        processes = try count.step() ? count.integer(0) : 0
      }
      all.append(
        Entry(
          id: id, pipeline: pipeline, started: rows.integer(2), ended: rows.optionalInteger(3),
          processes: min(max(processes ?? 0, 0), Self.mostProcesses)))
      allProcesses += all[all.count - 1].processes
    }
    for index in all.indices where all[index].pipeline < 0 {
      all[index].pipeline = Int32(pipelines.count)
    }
    pipelines.append(nil)
  }

  // MARK: Parts

  /// About how many processes they have.
  var processes: Int64 { entries.reduce(0) { $0 + $1.processes } }

  /// How to read the processes of the selected runs: all of the table when that is most of it;
  /// otherwise run by run, each as a range of ids when nothing much else lies in the range.
  func parts(_ connection: AnalysisConnection) throws -> [ScanPart] {
    if isEverything || processes > allProcesses / 2, entries.count > 1 {
      return try wholeTable(connection)
    }
    return try entries.reversed().compactMap { entry in
      guard let ids = try range(of: entry.id, connection) else { return nil }
      let width = ids.upperBound.subtractingReportingOverflow(ids.lowerBound)
      let isDense = !width.overflow && width.partialValue < 2 * entry.processes
      return ScanPart(runID: isDense ? nil : entry.id, ids: ids, weight: entry.processes)
    }
  }

  private func range(
    of run: Int64, _ connection: AnalysisConnection
  ) throws -> ClosedRange<Int64>? {
    guard let first = try connection.firstInteger(AnalysisSQL.firstProcess, run),
      let last = try connection.firstInteger(AnalysisSQL.lastProcess, run), first <= last
    else { return nil }
    return first...last
  }

  /// The whole table, cut where the runs in the middle begin: ids of different sessions lie far
  /// apart, so that halves of the range of ids would not be halves of the rows.
  private func wholeTable(_ connection: AnalysisConnection) throws -> [ScanPart] {
    guard let first = try connection.firstInteger(AnalysisSQL.firstID),
      let last = try connection.firstInteger(AnalysisSQL.lastID)
    else { return [] }
    var parts: [ScanPart] = []
    var lower = first
    var weight: Int64 = 0
    let limit = max(allProcesses / 64, 1)
    for entry in all.reversed() {
      if weight >= limit, let next = try range(of: entry.id, connection)?.lowerBound, next > lower {
        parts.append(ScanPart(runID: nil, ids: lower...next - 1, weight: weight))
        (lower, weight) = (next, 0)
      }
      weight += entry.processes
    }
    parts.append(ScanPart(runID: nil, ids: lower...max(lower, last), weight: max(weight, 1)))
    return parts
  }
}
