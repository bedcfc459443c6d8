internal import CSondeWire

extension ProcessModel {
  /// The tool of this name in this run.
  mutating func tool(named name: UnsafeRawBufferPointer, run: Int32) -> Int32 {
    let runID = runs[Int(run)].id
    let key = ToolKey(runID: runID, name: name)
    if let tool = toolsByKey[key] { return tool }
    let summary = ToolSummary(name: Array(name), runID: runID)
    let tool: Int32
    if let free = freeTools.popLast() {
      tool = free
      tools[Int(tool)] = summary
    } else {
      tool = Int32(tools.count)
      tools.append(summary)
    }
    toolsByKey[key] = tool
    return tool
  }

  /// A process begins to run a tool.
  mutating func join(_ slot: Int32, tool: Int32) {
    guard tool >= 0 else { return }
    leave(slot)
    slots[Int(slot)].tool = tool
    tools[Int(tool)].processes += 1
    tools[Int(tool)].running += 1
    touchTool(tool)
  }

  /// A process stops running a tool without having ended: it executes another.
  mutating func leave(_ slot: Int32) {
    let tool = slots[Int(slot)].tool
    guard tool >= 0 else { return }
    slots[Int(slot)].tool = -1
    tools[Int(tool)].processes -= 1
    tools[Int(tool)].running -= 1
    touchTool(tool)
  }

  /// A process ends: what it used is added to its tool.
  mutating func finish(_ slot: Int32) {
    let process = slots[Int(slot)]
    guard process.tool >= 0, let end = process.row.end else { return }
    let tool = Int(process.tool)
    tools[tool].running -= 1
    if end.record.status != 0 { tools[tool].failures += 1 }
    tools[tool].userTime &+= end.cpu.user
    tools[tool].systemTime &+= end.cpu.system
    let wall = end.time > process.row.started ? end.time - process.row.started : 0
    tools[tool].wallTime &+= wall
    tools[tool].readBytes &+= end.record.totals.read_bytes
    tools[tool].writeBytes &+= end.record.totals.write_bytes
    tools[tool].peakRSS = max(tools[tool].peakRSS, end.record.peak_rss)
    if wall > 0 {
      let mean = 100 * Double(end.record.totals.runtime) / Double(wall)
      tools[tool].peakCPUPercent = max(
        tools[tool].peakCPUPercent, max(mean, process.samples.peakCPUPercent))
    }
    touchTool(process.tool)
  }

  mutating func touchTool(_ tool: Int32) {
    if tools[Int(tool)].isTouched { return }
    tools[Int(tool)].isTouched = true
    touchedTools.append(tool)
  }

  /// Hands out the tools whose sums changed since the last call.
  public mutating func takeTouchedTools(_ body: (ToolSummary) throws -> Void) rethrows {
    defer { touchedTools.removeAll(keepingCapacity: true) }
    for tool in touchedTools {
      tools[Int(tool)].isTouched = false
      try body(tools[Int(tool)])
    }
    freeToolsOfEndedRuns()
  }

  private mutating func freeToolsOfEndedRuns() {
    guard !endedRunIDs.isEmpty else { return }
    for (key, tool) in toolsByKey where endedRunIDs.contains(key.runID) {
      toolsByKey[key] = nil
      freeTools.append(tool)
    }
    endedRunIDs.removeAll()
  }
}
