import CSondeWire
import Events
import SeededRandom
import Testing

@testable import Processes

/// Random sequences of records, folded by the model and by a simple one beside it.
@Suite("Any order of records")
struct InterleavingTests {
  @Test("The model does what the simple one does", arguments: 0..<8)
  func random(part: Int) {
    for sequence in 0..<400 {
      var interleaving = Interleaving(seed: UInt64(part * 10_000 + sequence))
      interleaving.play(steps: Int.random(in: 20...160, using: &interleaving.random))
      guard interleaving.isRight else { return }  // one sequence that fails is enough to read
    }
  }
}

private struct Interleaving {
  var random: SeededRandom
  /// Whether both models have agreed so far.
  private(set) var isRight = true
  private let seed: UInt64
  private let driver: ModelDriver
  private var reference = ReferenceModel()
  /// Of runs that go on, and of some that have ended.
  private var roots: [ProcessKey] = []
  private var rootsByKey: [ProcessKey: ProcessKey] = [:]
  private var nextRunID: Int64 = 1
  private var nextStart: UInt64 = 1

  init(seed: UInt64) {
    self.seed = seed
    random = SeededRandom(seed: seed)
    driver = ModelDriver(runID: 0, lastProcessID: 0, lastExecutionID: 0)
    _ = driver.model.takeAllRuns()
  }

  mutating func play(steps: Int) {
    beginRun()
    for _ in 0..<steps where isRight { step() }
    // Everything ends, in any order.
    for key in reference.living.keys.sorted(by: { $0.start < $1.start }).shuffled(using: &random)
    where isRight {
      exit(key)
      if Bool.random(using: &random) { compareRuns() }
    }
    compareRuns()
    compareRows()
    compareTools()
    expect(driver.model.runs.allSatisfy { $0.processes == 0 }, "a run that never ends")
    expect(driver.model.toolsByKey.isEmpty, "a tool of no run")
    expect(driver.model.tools.count == driver.model.freeTools.count, "a tool is not free")
    expect(driver.model.slots.count == driver.model.freeSlots.count, "a slot is not free")
    expect(Set(driver.model.freeSlots).count == driver.model.freeSlots.count, "a slot twice")
  }

  private mutating func step() {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<4: beginRun()
    case 4..<36: fork()
    case 36..<52: exec()
    case 52..<56: execFailed()
    case 56..<78: exit(subject())
    case 78..<81: outOfMemory()
    case 81..<84: lose()
    case 84..<90: compareRuns()
    case 90..<96: compareRows()
    default: compareTools()
    }
    expect(driver.model.livingCount == reference.living.count, "living")
    expect(driver.model.strayRecords == reference.strays, "strays")
  }

  // MARK: Records

  private mutating func beginRun() {
    let root = newKey()
    driver.model.begin(runID: nextRunID, root: root)
    reference.runs.append(ReferenceModel.Run(id: nextRunID, root: root))
    nextRunID += 1
    roots.append(root)
    rootsByKey[root] = root
  }

  private mutating func fork() {
    let parent = subject()
    let child = newKey()
    chooseRoot(of: parent)
    rootsByKey[child] = driver.root
    driver.fork(child, from: parent)
    reference.fork(child, from: parent, root: driver.root)
  }

  private mutating func exec() {
    let key = subject()
    let name = ["sh", "cc", "ld", "make", "a-rather-long-name-of-a-tool"].randomElement(
      using: &random)
    chooseRoot(of: key)
    let place = driver.exec(key, "/usr/bin/" + (name ?? ""))
    let expected = reference.exec(key, name ?? "", root: driver.root)
    expect(place.map(numbers) == expected, "execution \(String(describing: expected))")
  }

  private mutating func execFailed() {
    let key = subject()
    chooseRoot(of: key)
    let place = driver.execFailed(key, "/nowhere")
    let expected = reference.execFailed(key, root: driver.root)
    expect(place.map(numbers) == expected, "failed execution \(String(describing: expected))")
  }

  private mutating func exit(_ key: ProcessKey) {
    chooseRoot(of: key)
    let status: UInt32 = [0, 0, 0x100, 9].randomElement(using: &random) ?? 0
    let bytes = UInt64.random(in: 0...1_000, using: &random)
    let row = driver.exit(key, status: status) { $0.totals.read_bytes = bytes }
    let expected = reference.exit(
      key, status: status, readBytes: bytes, time: driver.time, root: driver.root)
    expect(row.map(Self.process) == expected.map(Self.withoutTool), "exit")
    expect(row?.end?.record.status == expected.map { _ in status }, "status")
  }

  private mutating func outOfMemory() {
    let key = subject()
    // A thread's number tells only if nobody else, by a lost end, seems to live with it too.
    if Bool.random(using: &random), reference.living.keys.count(where: { $0.pid == key.pid }) == 1,
      reference.living[key] != nil
    {
      driver.outOfMemory(nil, thread: key.pid)
    } else {
      driver.outOfMemory(key)
    }
    reference.outOfMemory(key)
  }

  private mutating func lose() {
    let key = subject()
    driver.model.lose(reference.living[key]?.id ?? -1)
    reference.lose(key)
  }

  // MARK: Comparisons

  private mutating func compareRows() {
    let rows = driver.takeTouched()
    let expected = reference.takeTouched()
    expect(rows.count == expected.count, "number of rows")
    for row in rows {
      expect(Self.process(row) == expected[row.id].map(Self.withoutTool), "row \(row.id)")
    }
  }

  private mutating func compareTools() {
    let tools = driver.takeTouchedTools()
    let expected = reference.takeTouchedTools()
    expect(tools.count == expected.count, "number of tools")
    for tool in tools {
      let name = ReferenceModel.ToolName(runID: tool.runID, name: tool.text)
      let found = ReferenceModel.Tool(
        processes: tool.processes, executions: tool.executions, running: tool.running,
        failures: tool.failures, readBytes: tool.readBytes)
      expect(found == expected[name], "tool \(name)")
    }
  }

  private mutating func compareRuns() {
    let runs = driver.model.takeEndedRuns().map { run in
      ReferenceModel.Run(
        id: run.id, root: run.root, processes: run.processes, executions: run.executions,
        rootStatus: run.rootStatus, lastEnd: run.lastEnd,
        received: [
          run.received.forks, run.received.execs, run.received.failedExecs, run.received.exits,
        ])
    }
    expect(runs == reference.takeEndedRuns(), "ended runs")
    for run in driver.model.runs {
      let living = reference.living.values.count { $0.runID == run.id }
      expect(run.living == living, "living of run \(run.id)")
    }
  }

  private mutating func expect(_ condition: Bool, _ what: String) {
    if condition || !isRight { return }
    isRight = false
    Issue.record("\(what) differs, seed \(seed)")
  }

  // MARK: Choices

  /// A living process mostly; a root, or one that nobody has heard of.
  private mutating func subject() -> ProcessKey {
    if Int.random(in: 0..<20, using: &random) == 0 { return newKey() }
    let living = reference.living.keys.sorted { $0.start < $1.start }
    if let key = living.randomElement(using: &random), Int.random(in: 0..<8, using: &random) > 0 {
      return key
    }
    return roots.randomElement(using: &random) ?? newKey()
  }

  /// Few pids, used again and again, with starts that never come back.
  private mutating func newKey() -> ProcessKey {
    nextStart += 1
    return ProcessKey(pid: UInt32.random(in: 1...12, using: &random), start: nextStart)
  }

  /// The root that a record of this process names: always the same.
  private mutating func chooseRoot(of key: ProcessKey) {
    let root = rootsByKey[key] ?? roots.randomElement(using: &random) ?? key
    rootsByKey[key] = root
    driver.root = root
  }

  private func numbers(_ place: ExecutionPlace) -> [Int64] {
    [place.id, place.processID, place.runID, Int64(place.sequence)]
  }

  private static func process(_ row: ProcessRow) -> ReferenceModel.Process {
    ReferenceModel.Process(
      id: row.id, runID: row.runID, parentID: row.parentID, executionID: row.executionID,
      execs: row.execs, isOOMKilled: row.isOOMKilled)
  }

  private static func withoutTool(_ process: ReferenceModel.Process) -> ReferenceModel.Process {
    var process = process
    process.tool = nil
    return process
  }
}
