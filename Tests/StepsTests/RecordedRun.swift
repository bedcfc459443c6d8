@testable import Steps

/// Processes as they were recorded, played to a tracker: what they inherit is what the process model
/// lets them inherit.
struct RecordedRun {
  private(set) var tracker: StepTracker
  private var states: [Int64: (step: Int64, role: Int32, execs: Int)] = [:]
  private var lastID: Int64 = 0

  /// - Parameter files: the content of files that may be read, by path.
  init(files: @escaping (String) -> String? = { _ in nil }) {
    tracker = StepTracker(
      lastID: 0,
      files: StepFiles { path, offset, size in
        files(path).map { Array($0.utf8.dropFirst(offset).prefix(size)) }
      })
  }

  /// A process is forked, and executes a program unless there are no arguments.
  @discardableResult
  mutating func fork(
    _ parent: Int64 = 0, _ arguments: [String] = [], in directory: String = "/work",
    _ environment: [String: String] = [:]
  ) -> Int64 {
    lastID += 1
    let inherited = states[parent]
    states[lastID] = (inherited?.step ?? 0, inherited?.role ?? 0, 0)
    if !arguments.isEmpty { exec(lastID, arguments, in: directory, environment) }
    return lastID
  }

  mutating func exec(
    _ id: Int64, _ arguments: [String], in directory: String = "/work",
    _ environment: [String: String] = [:]
  ) {
    var state = states[id] ?? (0, 0, 0)
    state.execs += 1
    let place = StepPlace(
      processID: id, runID: 1, time: UInt64(id), isFirst: state.execs == 1, stepID: state.step,
      role: state.role)
    let block: [UInt8] = arguments.flatMap { Array($0.utf8) + [0] as [UInt8] }
    let variables: [UInt8] = environment.sorted { $0.key < $1.key }
      .flatMap { Array("\($0.key)=\($0.value)".utf8) + [0] as [UInt8] }
    let concerns = block.withUnsafeBytes { block in
      variables.withUnsafeBytes {
        tracker.concerns(place, arguments: block, environment: $0)
      }
    }
    if concerns {
      let program = ExecutedProgram(
        arguments: arguments, directory: directory, environment: environment)
      if let change = tracker.exec(program, at: place) {
        (state.step, state.role) = (change.stepID, change.role)
      }
    }
    states[id] = state
  }

  mutating func open(_ path: String, by id: Int64) {
    guard let state = states[id] else { return }
    tracker.file(role: state.role, stepID: state.step) { path }
  }

  mutating func end(
    _ id: Int64,
    _ use: StepUse = StepUse(
      cpu: 1, peakRSS: 1, readBytes: 0, writeBytes: 0, hasTotals: true)
  ) {
    tracker.end(process: id, ofStep: states[id]?.step ?? 0, use)
  }

  mutating func lookForNames() {
    tracker.lookForNames()
  }

  /// Hands out what has changed.
  @discardableResult
  mutating func take() -> [Step] {
    var steps: [Step] = []
    tracker.takeTouched { steps.append($0) }
    return steps
  }

  mutating func endRun() {
    tracker.end(run: 1)
  }

  /// The innermost step of a process.
  func step(of id: Int64) -> Step? {
    states[id].flatMap { tracker.step($0.step) }
  }

  /// Its engine and label, with those that it is inside of before it; "" for none.
  func path(of id: Int64) -> String {
    var words: [String] = []
    var next = step(of: id)
    while let step = next {
      words.insert("\(step.description.engine.rawValue): \(step.description.label)", at: 0)
      next = tracker.step(step.parentID)
    }
    return words.joined(separator: " / ")
  }

  func details(of id: Int64) -> String { step(of: id)?.description.details.json ?? "" }
}
