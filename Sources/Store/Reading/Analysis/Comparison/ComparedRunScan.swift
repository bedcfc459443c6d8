/// Reads the processes of one run.
struct ComparedRunScan {
  let runID: Int64
  private(set) var processes: [ComparedProcess] = []
  private(set) var toolIDs: [Int64] = []
  private(set) var programIDs: [Int64] = []
  private(set) var steps: [ComparedStep] = []
  private var tools: [Int64: Int32] = [:]
  private var programs: [Int64: Int32] = [:]
  private var stepPlaces: [ComparedStep: Int32] = [:]

  init(runID: Int64) {
    self.runID = runID
  }

  mutating func read(_ parts: [ScanPart], from connection: AnalysisConnection) throws {
    let byID = try connection.prepare(ComparisonSQL.processesByID)
    let byRun = try connection.prepare(ComparisonSQL.processesOfRun)
    for part in parts {
      let statement = part.runID == nil ? byID : byRun
      statement.reset()
      let bounds = [part.runID, part.ids.lowerBound, part.ids.upperBound].compactMap { $0 }
      for (index, bound) in bounds.enumerated() { statement.bind(bound, at: index) }
      processes.reserveCapacity(processes.count + Int(clamping: min(part.weight, 1 << 24)))
      while try statement.step() {
        if statement.integer(0) == runID { take(statement) }
      }
    }
  }

  private mutating func take(_ row: AnalysisStatement) {
    var process = ComparedProcess(id: row.integer(1))
    process.parent = place(of: row.integer(2))
    if let tool = row.optionalInteger(3) { process.tool = Self.place(tool, in: &tools, &toolIDs) }
    process.pid = row.integer(4)
    process.started = row.integer(5)
    process.ended = row.integer(6)
    process.status = row.optionalInteger(7)
    process.isOutOfMemory = row.integer(8) != 0
    process.hasExecuted = row.integer(9) > 0
    process.cpu = row.integer(10) &+ row.integer(11)
    if row.integer(13) == MeasureSource.exact.rawValue {
      process.peak = row.optionalInteger(12) ?? -1
    }
    process.executionID = row.integer(14)
    row.withBytes(15) { bytes in
      let hash = ArgumentHash(bytes)
      (process.exactHash, process.looseHash) = (hash.exact, hash.loose)
    }
    if let program = row.optionalInteger(16) {
      process.program = Self.place(program, in: &programs, &programIDs)
    }
    processes.append(process)
  }

  private static func place(
    _ id: Int64, in places: inout [Int64: Int32], _ ids: inout [Int64]
  ) -> Int32 {
    if let place = places[id] { return place }
    let place = Int32(ids.count)
    places[id] = place
    ids.append(id)
    return place
  }

  /// The place of a process; -1 when it was not read. Ids of a run mostly follow each other.
  private func place(of id: Int64) -> Int32 {
    guard let first = processes.first?.id, let last = processes.last?.id, id >= first, id <= last
    else { return -1 }
    let guess = id &- first
    if guess < processes.count, processes[Int(guess)].id == id { return Int32(guess) }
    var (low, high) = (0, processes.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if processes[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return processes[low].id == id ? Int32(low) : -1
  }

  // MARK: Steps

  mutating func add(_ step: ComparedStep) -> Int32 {
    if let place = stepPlaces[step] { return place }
    let place = Int32(steps.count)
    stepPlaces[step] = place
    steps.append(step)
    return place
  }

  mutating func place(process id: Int64, in step: Int32) {
    let place = place(of: id)
    if place >= 0 { processes[Int(place)].step = step }
  }
}
