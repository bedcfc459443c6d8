/// Tells which processes are steps of a workflow, as they execute and end.
///
/// Pure but for the files of engines, which it is handed a way to read: the log in which Snakemake
/// says which job it starts is evidence like the command line.
///
/// Each process is part of the step that it was forked in; what it forks, likewise. A step begins
/// when a child of an engine executes its first program, or when a program is executed that says
/// itself which step it is. Whether an image is an engine's is noted in a number that the caller keeps
/// with the process and hands on to its children: 0 for all ordinary ones.
public struct StepTracker {
  var steps: [Int64: Step] = [:]
  var counts: [Int64: RunCounts] = [:]
  var engines: [Int32: EngineProcess] = [:]
  /// Engines whose files say which step is which.
  private var readers = 0
  private var runsOfEngines: [Int32: Int64] = [:]
  /// The roles of shells that run a script by its path: a loop may run one a thousand times.
  private var scripts: [ScriptKey: Int32] = [:]
  /// Steps without a name of the workflow's, with what is known to look for one.
  var unnamed: [Int64: UnnamedStep] = [:]
  var touched: [Int64] = []
  let files: StepFiles
  private var lastID: Int64
  private var lastRole = StepTracker.textRole

  /// How many steps a run has, and how many more it would have.
  struct RunCounts {
    var steps = 0
    var shellSteps = 0
    var leftOut = 0
  }

  /// A job of Snakemake's that has not been found in its log.
  struct UnnamedStep {
    var engine: Int32
    var command: String
    var directory: String
    var files: Set<String> = []
  }

  private struct ScriptKey: Hashable {
    var runID: Int64
    var path: String
  }

  /// The image is make's.
  static let makeRole: Int32 = 1
  /// The image is a shell's that runs the text of `-c`. All other roles than these and 0 stand for an
  /// engine by itself, or for a script.
  static let textRole: Int32 = 2

  /// - Parameters:
  ///   - lastID: the first step gets the id after this.
  ///   - files: how files of the host are read.
  public init(lastID: Int64, files: StepFiles) {
    self.lastID = lastID
    self.files = files
  }

  /// The step, as far as it is known by now; `nil` when it is not kept any more.
  public func step(_ id: Int64) -> Step? {
    id == 0 ? nil : steps[id]
  }

  /// Whether something may come of files that processes open.
  public var wantsFiles: Bool { readers > 0 || !unnamed.isEmpty }

  /// Lines of scripts, and other steps, of a run that were more than are kept: they are part of what
  /// they are inside of.
  public func leftOut(ofRun id: Int64) -> Int { counts[id]?.leftOut ?? 0 }

  // MARK: Steps

  /// - Parameters:
  ///   - id: the step that it is inside of; 0: none.
  ///   - slurm: the sum of its variables of Slurm, where they are others than those around it.
  mutating func begin(
    _ description: StepDescription, at place: StepPlace, inside id: Int64, slurm: UInt64?
  ) -> Int64? {
    var count = counts[place.runID, default: RunCounts()]
    let isShell = description.engine == .shell
    defer { counts[place.runID] = count }
    guard count.steps < StepLimits.steps, !isShell || count.shellSteps < StepLimits.shellSteps
    else {
      count.leftOut += 1
      return nil
    }
    count.steps += 1
    if isShell { count.shellSteps += 1 }
    lastID += 1
    var step = Step(
      id: lastID, runID: place.runID, parentID: id, processID: place.processID,
      started: place.time, description: description)
    step.slurm = slurm ?? steps[id]?.slurm ?? 0
    steps[lastID] = step
    touch(lastID)
    return lastID
  }

  mutating func touch(_ id: Int64) {
    guard steps[id]?.isTouched == false else { return }
    steps[id]?.isTouched = true
    touched.append(id)
  }

  /// Hands out the steps that changed since the last call.
  public mutating func takeTouched(_ body: (Step) throws -> Void) rethrows {
    guard !touched.isEmpty else { return }
    defer { touched.removeAll(keepingCapacity: true) }
    for id in touched {
      guard let step = steps[id] else { continue }
      steps[id]?.isTouched = false
      try body(step)
      slim(id)
    }
  }

  /// A build has a hundred thousand steps: of those that have ended only sums and names are kept.
  private mutating func slim(_ id: Int64) {
    guard let step = steps[id], step.hasEnded, !step.isSlim, unnamed[id] == nil else { return }
    switch step.description.engine {
    case .slurm, .nextflow: return  // what is inside may ask for their details
    case .snakemake, .make, .cwl, .shell: break
    }
    steps[id]?.isSlim = true
    steps[id]?.description.label = ""
    steps[id]?.description.details = StepDetails()
  }

  /// Makes room for what is kept of an engine; 0 when there is none left.
  mutating func add(_ engine: EngineProcess, run: Int64) -> Int32 {
    guard engines.count < StepLimits.engines, lastRole < .max else { return 0 }
    lastRole += 1
    engines[lastRole] = engine
    if engine.hasFiles { readers += 1 }
    runsOfEngines[lastRole] = run
    return lastRole
  }

  /// The role of a shell that runs a script.
  mutating func role(of script: ScriptProcess, run: Int64) -> Int32 {
    guard let path = script.path else { return Self.textRole }
    let key = ScriptKey(runID: run, path: path)
    if let role = scripts[key] { return role }
    let role = add(.script(script), run: run)
    if role != 0 { scripts[key] = role }
    return role
  }

  /// A run has ended: what is kept of it goes. To be called once its steps have been handed out.
  public mutating func end(run id: Int64) {
    counts[id] = nil
    let roles = runsOfEngines.filter { $0.value == id }.map(\.key)
    for role in roles {
      if engines[role]?.hasFiles ?? false { readers -= 1 }
      engines[role] = nil
      runsOfEngines[role] = nil
    }
    scripts = scripts.filter { $0.key.runID != id }
    steps = steps.filter { $0.value.runID != id }
    unnamed = unnamed.filter { steps[$0.key] != nil }
  }

  // MARK: Ends

  /// A process of a step has ended. With the first process of the step that ends, too.
  public mutating func end(process id: Int64, ofStep stepID: Int64, _ use: StepUse) {
    guard stepID != 0 else { return }
    if let step = steps[stepID], step.processID == id {
      lookForName(of: stepID)
      steps[stepID]?.hasEnded = true
    }
    var next = stepID
    while let step = steps[next] {
      steps[next]?.use.add(use)
      touch(next)
      // One process may have begun several, each inside of the one before.
      if step.processID == id { steps[next]?.hasEnded = true }
      next = step.parentID
    }
  }
}
