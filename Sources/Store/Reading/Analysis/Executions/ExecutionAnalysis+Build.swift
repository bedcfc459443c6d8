extension ExecutionAnalysis {
  /// Puts together what several connections have gathered.
  init(_ scans: [ProcessScan], _ runs: SelectedRuns, names: ToolNames) throws {
    var tools = ToolMerge(scans)
    var pipelines = scans.reduce(
      into: Array(repeating: ProcessUse(), count: runs.pipelines.count)
    ) { sums, scan in
      for (index, use) in scan.pipelines.enumerated() { sums[index].add(use) }
    }
    var overall = pipelines.reduce(into: ProcessUse()) { $0.add($1) }

    for result in try Self.distributions(scans, tools, pipelines: pipelines.count) {
      overall[keyPath: result.measure.path] = result.overall
      for (index, value) in result.tools.enumerated() {
        tools.uses[index][keyPath: result.measure.path] = value
      }
      for (index, value) in result.pipelines.enumerated() {
        pipelines[index][keyPath: result.measure.path] = value
      }
    }

    self.runs = Int64(runs.entries.count)
    self.overall = overall
    self.tools = try zip(tools.ids, tools.uses).filter { $1.processes > 0 }.map {
      Tool(name: try names.name(of: $0), use: $1)
    }
    var counts = Array(repeating: Int64(0), count: pipelines.count)
    for run in runs.entries { counts[Int(run.pipeline)] += 1 }
    self.pipelines = pipelines.indices.compactMap { index in
      guard counts[index] > 0 || pipelines[index].processes > 0 else { return nil }
      return Pipeline(
        name: runs.pipelines[index], runs: counts[index], use: pipelines[index])
    }
  }

  // MARK: Percentiles

  private struct Distributions: Sendable {
    var measure: EndedValues.Measure
    var tools: [Distribution]
    var pipelines: [Distribution]
    var overall: Distribution
  }

  /// Each measure on a processor of its own.
  private static func distributions(
    _ scans: [ProcessScan], _ tools: ToolMerge, pipelines: Int
  ) throws -> [Distributions] {
    let measures = EndedValues.Measure.allCases
    return try Shares.map(count: measures.count) { number in
      let measure = measures[number]
      var byTool = GroupedValues(
        zip(scans, tools.places).map { scan, places in
          (ContiguousArray(scan.values.tool.map { places[Int($0)] }), scan.values.values(measure))
        }, count: tools.ids.count)
      var byPipeline = GroupedValues(
        scans.map { ($0.values.pipeline, $0.values.values(measure)) }, count: pipelines)
      let ofPipelines = byPipeline.distributions()
      // All that there is may be of one pipeline.
      let overall = ofPipelines.first { $0.count == byPipeline.count } ?? byPipeline.overall()
      return Distributions(
        measure: measure, tools: byTool.distributions(), pipelines: ofPipelines, overall: overall)
    }
  }
}

/// Tools of several scans, each once.
private struct ToolMerge: Sendable {
  private(set) var ids: [Int64] = []
  var uses: [ProcessUse] = []
  /// For each scan, the place of each of its tools.
  private(set) var places: [[Int32]] = []

  init(_ scans: [ProcessScan]) {
    var placeByID: [Int64: Int32] = [:]
    for scan in scans {
      places.append(
        zip(scan.toolIDs, scan.tools).map { id, use in
          let place = placeByID[id] ?? Int32(ids.count)
          if place == ids.count {
            placeByID[id] = place
            ids.append(id)
            uses.append(ProcessUse())
          }
          uses[Int(place)].add(use)
          return place
        })
    }
  }
}

extension EndedValues.Measure {
  /// Where the distribution goes.
  fileprivate var path: WritableKeyPath<ProcessUse, Distribution> {
    switch self {
    case .wall: \.wall
    case .cpu: \.cpu
    case .peak: \.peakMemory
    }
  }
}
