public import Store

/// Where the details of a run are asked for: what few of its processes are asked about.
public protocol ComparedRunSource {
  /// The arguments of an execution; `nil` when it is not stored.
  func command(ofExecution id: Int64) throws -> ComparedCommand?
  /// The files that processes of a run read, or could not open.
  func inputs(of run: ComparedRun) throws -> [ComparedInput]
  /// The libraries that processes of a run used.
  func libraries(of run: ComparedRun) throws -> [LibraryAnalysis.Library]
  /// Which tools of a run used each of these libraries, by the places of the tools.
  func tools(using ids: Set<Int64>, in run: ComparedRun) throws -> [Int64: Set<Int32>]
}

extension StoreReader: ComparedRunSource {}

/// One of the runs, with what was asked about it.
final class ComparedSide {
  let run: ComparedRun
  let source: any ComparedRunSource
  let own: [Int64]
  private var commands: [Int64: ComparedCommand] = [:]
  private var directory: RawText?

  init(_ run: ComparedRun, _ source: any ComparedRunSource) {
    self.run = run
    self.source = source
    own = OwnTime.of(run.processes)
  }

  var processes: [ComparedProcess] { run.processes }

  func tool(_ place: Int32) -> RawText {
    place < 0 ? "(not known)" : run.tools[Int(place)]
  }

  func tool(of place: Int) -> RawText { tool(processes[place].tool) }

  func step(of place: Int) -> ComparedStep? {
    let step = processes[place].step
    return step < 0 ? nil : run.steps[Int(step)]
  }

  func command(of place: Int) throws -> ComparedCommand {
    let id = processes[place].executionID
    if let command = commands[id] { return command }
    let command =
      try source.command(ofExecution: id) ?? ComparedCommand(arguments: [], directory: "")
    commands[id] = command
    return command
  }

  /// The arguments, with what is particular to the run set aside.
  func comparable(_ place: Int) throws -> [[UInt8]] {
    let command = try command(of: place)
    let context = RunContext(
      directories: [try runDirectory(), command.directory], pids: pids(of: place),
      started: run.run.started, ended: lastMoment)
    return command.arguments.map { RunSpecificText.setAside($0.bytes, context) }
  }

  /// The same for a path that belongs to the run as a whole.
  func comparable(path: RawText) throws -> [UInt8] {
    let context = RunContext(
      directories: [try runDirectory()], pids: [], started: run.run.started, ended: lastMoment)
    return RunSpecificText.setAside(path.bytes, context)
  }

  private var lastMoment: Int64 { run.run.ended ?? processes.last?.started ?? run.run.started }

  private func runDirectory() throws -> RawText {
    if let directory { return directory }
    let found = processes.isEmpty ? "" : try command(of: 0).directory
    directory = found
    return found
  }

  private func pids(of place: Int) -> Set<Int64> {
    var pids: Set<Int64> = []
    var place = place
    while place >= 0, pids.count < 64 {
      pids.insert(processes[place].pid)
      place = Int(processes[place].parent)
    }
    return pids
  }

  // MARK: Ends

  func outcome(_ place: Int) -> ProcessOutcome {
    ProcessOutcome(waitStatus: processes[place].status)
  }

  /// Whether it failed: as the database tells, where it does; otherwise by its end. That a pipe was
  /// closed is no failure, and may go one way or the other.
  func hasFailed(_ place: Int) -> Bool {
    if let failures = run.failures { return failures[processes[place].id] != nil }
    if processes[place].isOutOfMemory { return true }
    switch outcome(place) {
    case .unknown, .exited(code: 0), .exited(code: 141), .killed(signal: 13, _): return false
    default: return true
    }
  }
}
