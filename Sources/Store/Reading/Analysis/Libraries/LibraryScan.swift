/// Adds up the uses of libraries, by library and, if it is wanted, by pipeline.
struct LibraryScan {
  private struct Sum {
    var processes: Int64 = 0
    var runs: Int64 = 0
    /// By index.
    var pipelines: Set<Int32> = []

    mutating func add(_ processes: Int64, _ pipeline: Int32) {
      self.processes &+= processes
      runs &+= 1
      pipelines.insert(pipeline)
    }
  }

  private let runs: SelectedRuns
  private let libraries: [Int64: LibraryAnalysis.Library]
  private var sums: [Int64: Sum] = [:]
  /// By pipeline and library.
  private var byPipeline: [Int32: [Int64: Sum]]?

  init(_ filter: LibraryFilter, byPipeline: Bool, in connection: AnalysisConnection) throws {
    runs = try SelectedRuns(filter.runs, in: connection)
    libraries = try Self.libraries(filter.kind, in: connection)
    if byPipeline { self.byPipeline = [:] }
    try read(connection)
  }

  var runCount: Int64 { Int64(runs.entries.count) }

  private static func libraries(
    _ kind: LibraryKind?, in connection: AnalysisConnection
  ) throws -> [Int64: LibraryAnalysis.Library] {
    var libraries: [Int64: LibraryAnalysis.Library] = [:]
    let row = try connection.prepare(AnalysisSQL.libraries)
    while try row.step() {
      let name = row.optionalString(1) ?? ""
      if let kind, kind.rawValue != name { continue }
      libraries[row.integer(0)] = LibraryAnalysis.Library(
        id: row.integer(0), kind: name, name: row.text(2), version: row.optionalText(3),
        package: row.optionalText(4), buildID: row.optionalText(5), path: row.text(6))
    }
    return libraries
  }

  /// All uses at once, or those of each run, whichever reads less.
  private mutating func read(_ connection: AnalysisConnection) throws {
    if runs.processes > runs.allProcesses / 2 {
      try add(try connection.prepare(AnalysisSQL.libraryUses))
      return
    }
    let statement = try connection.prepare(AnalysisSQL.libraryUsesOfRun)
    for run in runs.entries {
      statement.reset()
      statement.bind(run.id, at: 0)
      try add(statement)
    }
  }

  private mutating func add(_ row: AnalysisStatement) throws {
    while try row.step() {
      let run = runs.indexByID[row.integer(0)]
      let library = row.integer(1)
      guard run >= 0, libraries[library] != nil else { continue }
      let pipeline = runs.entries[Int(run)].pipeline
      let processes = row.integer(2)
      sums[library, default: Sum()].add(processes, pipeline)
      byPipeline?[pipeline, default: [:]][library, default: Sum()].add(processes, pipeline)
    }
  }

  // MARK: Results

  /// The most used, the most used first; of equals by name.
  func uses(_ order: LibraryAnalysis.Order, top: Int) -> Bounded<LibraryAnalysis.Use> {
    uses(sums, order, top: top)
  }

  func pipelines(_ order: LibraryAnalysis.Order, top: Int) -> [LibraryAnalysis.Pipeline]? {
    byPipeline?.map { pipeline, sums in
      let uses = uses(sums, order, top: top)
      return LibraryAnalysis.Pipeline(
        name: runs.pipelines[Int(pipeline)], uses: uses.elements, omitted: uses.omitted)
    }.sorted { left, right in
      guard let first = left.name, let second = right.name else { return left.name != nil }
      return first < second
    }
  }

  private func uses(
    _ sums: [Int64: Sum], _ order: LibraryAnalysis.Order, top: Int
  ) -> Bounded<LibraryAnalysis.Use> {
    let uses = sums.compactMap { id, sum in
      libraries[id].map { library in
        LibraryAnalysis.Use(
          library: library, processes: sum.processes, runs: sum.runs,
          pipelines: sum.pipelines.compactMap { runs.pipelines[Int($0)] }.sorted())
      }
    }.sorted { left, right in
      let (first, second) =
        order == .runs
        ? ((left.runs, left.processes), (right.runs, right.processes))
        : ((left.processes, left.runs), (right.processes, right.runs))
      if first != second { return first > second }
      if left.library.name != right.library.name { return left.library.name < right.library.name }
      return left.library.id < right.library.id
    }
    return Bounded(
      elements: Array(uses.prefix(top)), omitted: Int64(max(uses.count - top, 0)))
  }
}
