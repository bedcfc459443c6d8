internal import CSondeWire
public import Events

/// Folds events into processes, runs and summaries.
///
/// Pure: it reads no clock and does no I/O. Each event goes in, in the order in which the kernel
/// sent it; what must be stored comes out as a value. Processes live in an array of slots that are
/// used again, so that an event of a known process allocates nothing.
public struct ProcessModel {
  var slots: [LiveProcess] = []
  var freeSlots: [Int32] = []
  var slotsByKey: [ProcessKey: Int32] = [:]
  /// Slots that changed since the last batch was stored.
  var touched: [Int32] = []

  /// Runs that have not ended.
  public internal(set) var runs: [RunState] = []
  var runsByRoot: [ProcessKey: Int32] = [:]
  private var lastRoot = (key: ProcessKey(pid: 0, start: 0), index: Int32(-1))
  /// Roots that matched in the kernel by the first 15 bytes of their name only.
  var ignoredRoots: Set<ProcessKey> = []

  var tools: [ToolSummary] = []
  var toolsByKey: [ToolKey: Int32] = [:]
  var touchedTools: [Int32] = []
  var freeTools: [Int32] = []
  /// Their tools are forgotten once they have been handed out.
  var endedRunIDs: Set<Int64> = []

  /// Files that living processes use.
  var files: [FileUse] = []
  var freeFiles: [Int32] = []
  var filesByKey: [FileUseKey: Int32] = [:]
  var touchedFiles: [Int32] = []
  /// How many uses of files are kept. The kernel side has room for fewer; more can gather only when
  /// its words that it has forgotten files are lost.
  public var fileLimit = 1 << 17

  private var lastProcessID: Int64
  private var lastExecutionID: Int64

  /// Records about processes of unknown runs: none is expected.
  public internal(set) var strayRecords: UInt64 = 0

  /// - Parameters:
  ///   - lastProcessID: the first process that is seen gets the id after this.
  ///   - lastExecutionID: likewise.
  public init(lastProcessID: Int64, lastExecutionID: Int64) {
    self.lastProcessID = lastProcessID
    self.lastExecutionID = lastExecutionID
  }

  /// How many followed processes have not ended.
  public var livingCount: Int { slotsByKey.count }

  // MARK: Runs

  /// Whether the run of this root has begun, or is ignored.
  public func isKnown(root: ProcessKey) -> Bool {
    runsByRoot[root] != nil || ignoredRoots.contains(root)
  }

  /// Whether the processes below this root are dropped.
  public func isIgnored(root: ProcessKey) -> Bool {
    ignoredRoots.contains(root)
  }

  /// Makes a run known before the first record of it is folded in.
  public mutating func begin(runID: Int64, root: ProcessKey) {
    runsByRoot[root] = Int32(runs.count)
    runs.append(RunState(id: runID, root: root))
  }

  /// Drops the records of a tree that the filters do not really name.
  public mutating func ignore(root: ProcessKey) {
    ignoredRoots.insert(root)
  }

  /// Takes the runs whose last process has ended.
  public mutating func takeEndedRuns() -> [RunState] {
    guard runs.contains(where: { $0.living == 0 && $0.processes > 0 }) else { return [] }
    return takeRuns { $0.living == 0 && $0.processes > 0 }
  }

  /// Takes all runs, ended or not: nothing more will be heard of them.
  public mutating func takeAllRuns() -> [RunState] {
    takeRuns { _ in true }
  }

  private mutating func takeRuns(where matches: (RunState) -> Bool) -> [RunState] {
    let ended = runs.filter(matches)
    runs.removeAll(where: matches)
    lastRoot.index = -1
    for run in ended { runsByRoot[run.root] = nil }
    for (index, run) in runs.enumerated() {
      runsByRoot[run.root] = Int32(index)
    }
    for (slot, process) in slots.enumerated() where process.row.id != 0 {
      let run = runIndex(ofRun: process.row.runID)
      slots[slot].root = run
      // Its tool goes with its run, and the place of that is used again.
      if run < 0 { slots[slot].tool = -1 }
    }
    endedRunIDs.formUnion(ended.map(\.id))
    return ended
  }

  private func runIndex(ofRun id: Int64) -> Int32 {
    Int32(runs.firstIndex { $0.id == id } ?? -1)
  }

  // MARK: Slots

  mutating func nextExecutionID() -> Int64 {
    lastExecutionID += 1
    return lastExecutionID
  }

  /// Finds the run of a record. `nil` for a root that is ignored or unknown.
  mutating func run(of header: sonde_header) -> Int32? {
    let root = ProcessKey(pid: header.root_pid, start: header.root_start)
    // Records of one run mostly come one after the other.
    if lastRoot.index >= 0, root == lastRoot.key { return lastRoot.index }
    if let index = runsByRoot[root] {
      lastRoot = (root, index)
      return index
    }
    if !ignoredRoots.contains(root) { strayRecords += 1 }
    return nil
  }

  /// The slot of the record's subject; a new one when its beginning was not seen.
  mutating func slot(of header: sonde_header, run: Int32) -> Int32 {
    let key = ProcessKey(pid: header.pid, start: header.start)
    if let slot = slotsByKey[key] { return slot }
    return addProcess(key, run: run)
  }

  mutating func addProcess(_ key: ProcessKey, run: Int32) -> Int32 {
    lastProcessID += 1
    var process = LiveProcess()
    process.root = run
    process.row.id = lastProcessID
    process.row.runID = runs[Int(run)].id
    process.row.pid = key.pid
    process.row.started = key.start
    runs[Int(run)].living += 1
    runs[Int(run)].processes += 1

    let slot: Int32
    if let free = freeSlots.popLast() {
      slot = free
      slots[Int(slot)] = process
    } else {
      slot = Int32(slots.count)
      slots.append(process)
    }
    slotsByKey[key] = slot
    touch(slot)
    return slot
  }

  mutating func adopt(_ slot: Int32, by parentSlot: Int32) {
    if slots[Int(slot)].parentSlot < 0 { slots[Int(parentSlot)].row.livingChildren += 1 }
    slots[Int(slot)].parentSlot = parentSlot
    slots[Int(slot)].row.parentID = slots[Int(parentSlot)].row.id
  }

  /// The slot of the parent; `nil` once that has ended, even if another process has its place.
  func livingParent(of slot: Int32) -> Int32? {
    let process = slots[Int(slot)]
    guard process.parentSlot >= 0, process.row.parentID != 0,
      slots[Int(process.parentSlot)].row.id == process.row.parentID
    else { return nil }
    return process.parentSlot
  }

  mutating func removeProcess(_ key: ProcessKey, slot: Int32) {
    let run = Int(slots[Int(slot)].root)
    if run >= 0 { runs[run].living -= 1 }
    if let parent = livingParent(of: slot) { slots[Int(parent)].row.livingChildren -= 1 }
    slotsByKey[key] = nil
    forgetFiles(of: slot)
    // One that is still listed as touched must not be used again before that list is taken.
    slots[Int(slot)].row.id = 0
    if !slots[Int(slot)].isTouched { freeSlots.append(slot) }
  }

  mutating func touch(_ slot: Int32) {
    if slots[Int(slot)].isTouched { return }
    slots[Int(slot)].isTouched = true
    touched.append(slot)
  }

  /// Hands out the living processes that changed since the last call.
  public mutating func takeTouched(_ body: (ProcessRow) throws -> Void) rethrows {
    defer { touched.removeAll(keepingCapacity: true) }
    for slot in touched {
      let index = Int(slot)
      slots[index].isTouched = false
      if slots[index].row.id == 0 {
        freeSlots.append(slot)
      } else {
        try body(slots[index].row)
      }
    }
  }

  /// Shows each followed process that has not ended, and what its samples have shown.
  public func forEachLiving(_ body: (borrowing ProcessRow, borrowing SampleState) -> Void) {
    for slot in slotsByKey.values { body(slots[Int(slot)].row, slots[Int(slot)].samples) }
  }

  /// The followed processes that have not ended.
  public var living: [ProcessRow] {
    slotsByKey.values.map { slots[Int($0)].row }
  }
}
