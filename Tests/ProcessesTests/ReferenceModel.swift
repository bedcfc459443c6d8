import Events
import Processes

/// What the model is to do, written for clarity: dictionaries, and nothing is used again.
struct ReferenceModel {
  struct Process: Equatable {
    var id: Int64
    var runID: Int64
    var parentID: Int64 = 0
    var executionID: Int64 = 0
    var execs: Int32 = 0
    var isOOMKilled = false
    var tool: ToolName?
  }

  struct ToolName: Hashable {
    var runID: Int64
    var name: String
  }

  struct Tool: Equatable {
    var processes: Int64 = 0
    var executions: Int64 = 0
    var running: Int64 = 0
    var failures: Int64 = 0
    var readBytes: UInt64 = 0
  }

  struct Run: Equatable {
    var id: Int64
    var root: ProcessKey
    var processes: Int64 = 0
    var executions: Int64 = 0
    var rootStatus: UInt32?
    var lastEnd: UInt64 = 0
    /// Forks, executions, failed executions and exits.
    var received: [UInt64] = [0, 0, 0, 0]
  }

  var living: [ProcessKey: Process] = [:]
  var runs: [Run] = []
  var tools: [ToolName: Tool] = [:]
  var changed: Set<ProcessKey> = []
  var changedTools: Set<ToolName> = []
  var endedRunIDs: Set<Int64> = []
  var strays: UInt64 = 0
  private var lastProcessID: Int64 = 0
  private var lastExecutionID: Int64 = 0

  mutating func fork(_ child: ProcessKey, from parent: ProcessKey, root: ProcessKey) {
    guard let run = receive(0, root: root) else { return }
    appear(child, run: run)
    guard let parent = living[parent] else { return }
    living[child]?.parentID = parent.id
    living[child]?.executionID = parent.executionID
    join(child, tool: parent.tool)
  }

  mutating func exec(_ key: ProcessKey, _ name: String, root: ProcessKey) -> [Int64]? {
    guard let run = receive(1, root: root) else { return nil }
    appear(key, run: run)
    runs[run].executions += 1
    lastExecutionID += 1
    living[key]?.execs += 1
    living[key]?.executionID = lastExecutionID
    changed.insert(key)
    if let before = living[key]?.tool {
      change(before) {
        $0.processes -= 1
        $0.running -= 1
      }
    }
    let tool = ToolName(runID: runs[run].id, name: name)
    join(key, tool: tool)
    change(tool) { $0.executions += 1 }
    return place(of: key)
  }

  mutating func execFailed(_ key: ProcessKey, root: ProcessKey) -> [Int64]? {
    guard let run = receive(2, root: root) else { return nil }
    appear(key, run: run)
    lastExecutionID += 1
    return place(of: key)
  }

  mutating func exit(
    _ key: ProcessKey, status: UInt32, readBytes: UInt64, time: UInt64, root: ProcessKey
  ) -> Process? {
    guard let run = receive(3, root: root) else { return nil }
    appear(key, run: run)
    if runs[run].root == key { runs[run].rootStatus = status }
    runs[run].lastEnd = time
    if let tool = living[key]?.tool {
      change(tool) {
        $0.running -= 1
        $0.failures += status == 0 ? 0 : 1
        $0.readBytes += readBytes
      }
    }
    return living.removeValue(forKey: key)
  }

  mutating func outOfMemory(_ key: ProcessKey) {
    guard living[key] != nil else { return }
    living[key]?.isOOMKilled = true
    changed.insert(key)
  }

  mutating func lose(_ key: ProcessKey) {
    guard let process = living.removeValue(forKey: key), let tool = process.tool else { return }
    change(tool) {
      $0.processes -= 1
      $0.running -= 1
    }
  }

  // MARK: What comes out

  mutating func takeTouched() -> [Int64: Process] {
    defer { changed.removeAll() }
    let processes = changed.compactMap { living[$0] }
    return Dictionary(uniqueKeysWithValues: processes.map { ($0.id, $0) })
  }

  mutating func takeTouchedTools() -> [ToolName: Tool] {
    let result = tools.filter { changedTools.contains($0.key) }
    changedTools.removeAll()
    tools = tools.filter { !endedRunIDs.contains($0.key.runID) }
    return result
  }

  mutating func takeEndedRuns() -> [Run] {
    let ended = runs.filter { run in
      run.processes > 0 && !living.values.contains { $0.runID == run.id }
    }
    runs.removeAll { run in ended.contains { $0.id == run.id } }
    endedRunIDs.formUnion(ended.map(\.id))
    return ended
  }

  // MARK: Steps

  private mutating func receive(_ kind: Int, root: ProcessKey) -> Int? {
    guard let run = runs.firstIndex(where: { $0.root == root }) else {
      strays += 1
      return nil
    }
    runs[run].received[kind] += 1
    return run
  }

  private mutating func appear(_ key: ProcessKey, run: Int) {
    guard living[key] == nil else { return }
    lastProcessID += 1
    living[key] = Process(id: lastProcessID, runID: runs[run].id)
    runs[run].processes += 1
    changed.insert(key)
  }

  private mutating func join(_ key: ProcessKey, tool: ToolName?) {
    guard let tool else { return }
    living[key]?.tool = tool
    change(tool) {
      $0.processes += 1
      $0.running += 1
    }
  }

  private mutating func change(_ tool: ToolName, by body: (inout Tool) -> Void) {
    body(&tools[tool, default: Tool()])
    changedTools.insert(tool)
  }

  private func place(of key: ProcessKey) -> [Int64]? {
    living[key].map { [lastExecutionID, $0.id, $0.runID, Int64($0.execs)] }
  }
}
