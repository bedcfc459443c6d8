extension StoreReader {
  /// The libraries that processes of a run used.
  ///
  /// - Throws: ``StoreError``.
  public func libraries(of run: ComparedRun) throws -> [LibraryAnalysis.Library] {
    let connection = try AnalysisConnection(path: path)
    let row = try connection.prepare(ComparisonSQL.librariesOfRun)
    row.bind(run.run.id, at: 0)
    var libraries: [LibraryAnalysis.Library] = []
    while try row.step() {
      libraries.append(
        LibraryAnalysis.Library(
          id: row.integer(0), kind: row.optionalString(1) ?? "", name: row.text(2),
          version: row.optionalText(3), package: row.optionalText(6), buildID: row.optionalText(5),
          path: row.text(4)))
    }
    return libraries
  }

  /// Which tools of a run used each of these libraries, by the places of the tools.
  ///
  /// - Throws: ``StoreError``.
  public func tools(using ids: Set<Int64>, in run: ComparedRun) throws -> [Int64: Set<Int32>] {
    guard !ids.isEmpty, let first = run.processes.first, let last = run.processes.last else {
      return [:]
    }
    let connection = try AnalysisConnection(path: path)
    let rows = try connection.prepare(ComparisonSQL.libraryUses)
    rows.bind(first.id, at: 0)
    rows.bind(last.id, at: 1)
    var tools: [Int64: Set<Int32>] = [:]
    var place = 0
    while try rows.step() {
      guard rows.integer(0) == run.run.id else { continue }
      let (process, library) = (rows.integer(1), rows.integer(2))
      guard ids.contains(library) else { continue }
      while place < run.processes.count, run.processes[place].id < process { place += 1 }
      guard place < run.processes.count, run.processes[place].id == process else { continue }
      tools[library, default: []].insert(run.processes[place].tool)
    }
    return tools
  }
}
